import { type ChildProcess, spawn } from 'node:child_process';
import { messageOf, ProblemError } from '../core/problem.ts';
import { programPath } from '../core/program.ts';
import { UpstreamControl } from './control-client.ts';
import { lines } from './lines.ts';

/** An upstream program that runs, and its control. */
export interface UpstreamProcess extends AsyncDisposable {
  /** Leader of a process group of its own. */
  readonly pid: number;
  readonly control: UpstreamControl;
  /** Resolves when the process is gone, whoever ended it. */
  readonly exited: Promise<void>;
  /** Kills the process group and resolves when it is gone; also when it was stopped (SIGSTOP) or is dead already. */
  stop(): Promise<void>;
}

/**
 * Starts an upstream program. It dies with this process, since its standard input ends then. Rejects with a ProblemError
 * that shows what it said on standard error.
 */
export async function startUpstream(): Promise<UpstreamProcess> {
  const child = spawn(process.execPath, [programPath(import.meta.url, './main')], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said: string[] = [];
  child.on('error', (error) => said.push(error.message));
  child.stdin.on('error', () => {});
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  try {
    const control = await UpstreamControl.connect(await readyAddress(child.stdout));
    return running(child, control, exited);
  } catch (error) {
    await kill(child, exited);
    throw new ProblemError('environment', [notStarted(error, said.join(''))], { cause: error });
  }
}

function running(child: ChildProcess, control: UpstreamControl, exited: Promise<void>): UpstreamProcess {
  const stop = async () => {
    await kill(child, exited);
    await control.close();
  };
  return { pid: child.pid ?? 0, control, exited, stop, [Symbol.asyncDispose]: stop };
}

/** The address in the line by which the program says that it is ready. */
async function readyAddress(stdout: AsyncIterable<Buffer>): Promise<string> {
  for await (const line of lines(stdout)) return (JSON.parse(line) as { control: string }).control;
  throw new Error('it ended before it was ready');
}

async function kill(child: ChildProcess, exited: Promise<void>): Promise<void> {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: it is gone already.
  }
  await exited;
}

function notStarted(error: unknown, stderr: string) {
  const message = `the upstream program did not start: ${messageOf(error)}${stderr ? `\n${stderr.trimEnd()}` : ''}`;
  return { code: 'upstream-not-started', message };
}
