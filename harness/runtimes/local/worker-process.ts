import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:net';
import { join } from 'node:path';
import type { Gateway } from '../../core/gateway.ts';
import { messageOf } from '../../core/problem.ts';
import { programPath } from '../../core/program.ts';
import type { FromWorker, ToWorker } from '../worker/messages.ts';
import { WorkerLink } from '../worker/worker-link.ts';
import { type Sandbox, sandboxed } from './sandbox.ts';
import { toolEnvironment } from './tool-environment.ts';

/** How long a worker may take to stop in order before it is killed, in milliseconds. */
const STOP_LIMIT = 8000;

/** What a worker is started with, as JSON in its only argument. */
export interface WorkerOptions {
  readonly dir: string;
  readonly sandbox: Sandbox;
  /** Second octet of the first of its three loopback ranges; null where 127.0.0.1 is the only loopback address. */
  readonly range: number | null;
}

/** A worker of the local runtime: a process in a sandbox of its own. */
export class WorkerProcess {
  readonly link: WorkerLink;
  readonly #child: ChildProcess;
  #lastWords = '';

  /** Must be called from the main thread: the death signal is tied to the thread that forks. */
  constructor(options: WorkerOptions, gateways: ReadonlyMap<string, Gateway>) {
    const program = [process.execPath, programPath(import.meta.url, './worker'), JSON.stringify(options)];
    const [command, ...args] = sandboxed(options.sandbox, program);
    // A session of its own, so that Ctrl-C reaches the main process alone, which then stops the worker in order.
    this.#child = spawn(command, args, {
      detached: true,
      // Programs of ours are started by the hundred: the second start of each finds its code compiled.
      env: {
        ...toolEnvironment(),
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(options.dir, 'compile-cache'),
      },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.link = new WorkerLink({ gateways, send: (message, door) => this.#send(message, door) });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#lastWords = `${this.#lastWords}${chunk}`.slice(-2000)));
    this.#child.on('message', (message: FromWorker) => this.link.receive(message));
    this.#child.once('error', (error) => this.link.died(messageOf(error), this.#lastWords));
    this.#child.once('exit', (code, signal) =>
      this.link.died(`it ended with ${signal ?? `exit code ${code}`}`, this.#lastWords),
    );
  }

  /** Stops the worker and all that it started; kills it when it takes too long. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#send({ type: 'stop' });
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT);
    await exit;
    clearTimeout(patience);
  }

  /** A listener that goes along is the worker's from then on, and ends with it. */
  #send(message: ToWorker, door?: Server): void {
    if (!this.#child.connected) return;
    if (door) this.#child.send(message, door, () => door.close());
    else this.#child.send(message);
  }
}
