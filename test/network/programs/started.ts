import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import t from 'tap';

/** A program that runs until the tests end. */
export interface Started {
  readonly child: ChildProcess;
  /** The first line of its output. */
  readonly line: string;
  /** Its next line. */
  next(): Promise<string>;
}

/** Starts a program and waits for its first line. */
export async function started(command: readonly string[]): Promise<Started> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(async () => {
    const gone = once(child, 'exit');
    if (child.kill('SIGKILL')) await gone;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command.join(' ')} ended before it said anything more`);
    return value as string;
  };
  return { child, line: await next(), next };
}
