import { ProblemError } from '../core/problem.ts';
import type { EngineContainer } from './engine-container.ts';

/** How many lines of a container's output an error shows. */
const SHOWN = 20;

/** Length of the header before each piece of a container's output; its last four octets are the piece's length. */
const HEADER = 8;

/** The error that says why a container is not ready, with the last lines of its output. */
export async function notStarted(what: string, why: string, container: EngineContainer): Promise<ProblemError> {
  const message = `${what} did not start: ${why}\n${await lastLines(container)}`;
  return new ProblemError('environment', [{ code: 'container-not-started', message }]);
}

/** The last lines that a container wrote to stdout and stderr, each with a margin; also when it has ended. */
async function lastLines(container: EngineContainer): Promise<string> {
  const output = await container.logs({ stdout: true, stderr: true, follow: false, tail: SHOWN });
  const lines = textOf(output).trimEnd().split('\n').slice(-SHOWN);
  return lines.map((line) => `  | ${line.trimEnd()}`).join('\n');
}

/** The text in an output of Docker's format for containers without a terminal (Docker API, "Attach to a container"). */
function textOf(output: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + HEADER <= output.length; ) {
    const end = at + HEADER + output.readUInt32BE(at + HEADER - 4);
    pieces.push(output.subarray(at + HEADER, end));
    at = end;
  }
  return Buffer.concat(pieces).toString();
}
