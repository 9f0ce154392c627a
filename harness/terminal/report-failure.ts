import { EXIT } from '../core/exit-code.ts';
import { type Blame, messageOf, ProblemError } from '../core/problem.ts';
import { printProblems } from './print-problems.ts';

/**
 * Tells a person, on stderr, why a command did not come to its end, and returns the exit code. Problems are told in full;
 * anything else is a defect of ours, told in one line, with the stack where GATECRASH_DEBUG=1.
 */
export function reportFailure(error: unknown, options: { noColor?: boolean | undefined } = {}): number {
  if (error instanceof ProblemError) {
    printProblems(error.problems, options);
    return CODES[error.blame];
  }
  const debug = process.env.GATECRASH_DEBUG === '1';
  const lines = [
    `error: a defect of gatecrash itself: ${messageOf(error)}`,
    '  hint: please report it with the command and the output of GATECRASH_DEBUG=1, which adds the stack',
  ];
  if (debug && error instanceof Error) lines.push(error.stack ?? '', causeOf(error));
  process.stderr.write(`${lines.filter(Boolean).join('\n')}\n`);
  return EXIT.broken;
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `caused by ${error.cause.stack ?? error.cause.message}` : '';
}

const CODES: Readonly<Record<Blame, number>> = {
  usage: EXIT.usage,
  environment: EXIT.broken,
  nothing: EXIT.nothing,
};
