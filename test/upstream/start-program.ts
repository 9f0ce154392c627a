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

const MAIN = fileURLToPath(new URL('../../harness/upstream/main.ts', import.meta.url));

/** Starts it and waits for its first line. */
export async function startProgram(...args: readonly string[]): Promise<StartedProgram> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
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
