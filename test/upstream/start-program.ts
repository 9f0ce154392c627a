import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { lines } from '../../harness/upstream/lines.ts';

/** The program as a person starts it. */
export interface StartedProgram extends AsyncDisposable {
  readonly child: ChildProcess;
  /** `HOST:PORT`. */
  readonly control: string;
}

/** The program's file. */
export const MAIN = fileURLToPath(new URL('../../harness/upstream/main.ts', import.meta.url));

/** Starts it and waits for its first line. */
export function startProgram(...args: readonly string[]): Promise<StartedProgram> {
  return startProgramIn({}, ...args);
}

/** What it is started with, beside its arguments. */
interface Surroundings {
  /** Beside the variables of the test. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the program. */
  readonly prefix?: readonly string[];
}

/** Starts it in these surroundings, and waits for its first line. */
export async function startProgramIn(
  { env = {}, prefix = [] }: Surroundings,
  ...args: readonly string[]
): Promise<StartedProgram> {
  const [command = '', ...rest] = [...prefix, process.execPath, MAIN, ...args];
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const exited = once(child, 'close');
  const { value } = await lines(child.stdout).next();
  const { control } = JSON.parse(String(value)) as { control: string };
  return {
    child,
    control,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
