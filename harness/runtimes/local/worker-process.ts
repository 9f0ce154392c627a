import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Capabilities } from '../../core/capability.ts';
import type { Case } from '../../core/case.ts';
import type { Evidence, Observation } from '../../core/evidence.ts';
import type { Gateway } from '../../core/gateway.ts';
import { messageOf, ProblemError } from '../../core/problem.ts';
import { programPath } from '../../core/program.ts';
import type { PlayHooks } from '../../core/runtime.ts';
import type { UpstreamState } from '../../core/scenario.ts';
import type { GatewayFacts } from './lender.ts';
import type { FromWorker, ToWorker, WorkerOptions } from './messages.ts';
import { sandboxed } from './sandbox.ts';
import { toolEnvironment } from './tool-environment.ts';

/** How long a worker may take to stop in order before it is killed, in milliseconds. */
const STOP_LIMIT = 8000;

/** A request that waits for its answer. */
interface Asked {
  readonly done: PromiseWithResolvers<Evidence | undefined>;
  readonly progress: PlayHooks['progress'];
}

/** What the holder of a topology gives and hears. */
export interface HoldHooks extends PlayHooks {
  /** Path of the Unix socket to listen on: file systems are shared where networks are not. */
  readonly door: string;
  observed(event: Observation): void;
}

/** A topology that is held open. */
export interface Topology {
  set(upstream: string, state: UpstreamState): Promise<void>;
}

/** The main process's side of one worker. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #gateways: ReadonlyMap<string, Gateway>;
  readonly #asked = new Map<number, Asked>();
  readonly #holds = new Map<number, HoldHooks['observed']>();
  readonly #ready = Promise.withResolvers<Capabilities>();
  #tickets = 0;
  #lastWords = '';
  /** Whether the sandbox stands. */
  isReady = false;
  /** Gateways that it has played, which it can lend again without a start. */
  readonly knows = new Set<string>();

  /** Must be called from the main thread: the death signal is tied to the thread that forks. */
  constructor(options: WorkerOptions, gateways: ReadonlyMap<string, Gateway>) {
    this.#gateways = gateways;
    const program = [process.execPath, programPath(import.meta.url, './worker'), JSON.stringify(options)];
    const [command, ...args] = sandboxed(options.sandbox, program);
    // A session of its own, so that Ctrl-C reaches the main process alone, which then stops the worker in order.
    this.#child = spawn(command, args, {
      detached: true,
      // Programs of ours are started by the hundred: the second start of each finds its code compiled.
      env: { ...toolEnvironment(), NODE_COMPILE_CACHE: join(options.dir, 'compile-cache') },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#lastWords = `${this.#lastWords}${chunk}`.slice(-2000)));
    this.#child.on('message', (message: FromWorker) => this.#receive(message));
    this.#child.once('error', (error) => this.#died(messageOf(error)));
    this.#child.once('exit', (code, signal) => this.#died(`it ended with ${signal ?? `exit code ${code}`}`));
  }

  /** Resolves once the sandbox stands; rejects with the worker's last words. */
  get ready(): Promise<Capabilities> {
    return this.#ready.promise;
  }

  get alive(): boolean {
    return this.#child.connected;
  }

  /** Cases being played. */
  get load(): number {
    return this.#asked.size;
  }

  async play(item: Case, facts: GatewayFacts, hooks: PlayHooks): Promise<Evidence> {
    this.knows.add(item.gateway.name);
    const evidence = await this.#ask((ticket) => ({ type: 'play', ticket, item, facts }), hooks);
    if (!evidence) throw new Error('a play was answered without evidence');
    return evidence;
  }

  /** Holds a case's topology open until the worker is stopped; people reach its gateway through the Unix socket `door`. */
  async hold(item: Case, facts: GatewayFacts, hooks: HoldHooks): Promise<Topology> {
    const hold = this.#tickets + 1;
    await this.#ask((ticket) => ({ type: 'hold', ticket, item, facts, door: hooks.door }), hooks);
    this.#holds.set(hold, hooks.observed);
    return {
      set: async (upstream, state) => {
        await this.#ask((ticket) => ({ type: 'set', ticket, hold, upstream, state }), hooks);
      },
    };
  }

  /** Sends a request and waits for its answer; an abort of the caller's reaches the worker, which then fails it. */
  async #ask(request: (ticket: number) => ToWorker, hooks: PlayHooks): Promise<Evidence | undefined> {
    const ticket = ++this.#tickets;
    const done = Promise.withResolvers<Evidence | undefined>();
    const abort = () => this.#send({ type: 'abort', ticket });
    this.#asked.set(ticket, { done, progress: hooks.progress });
    hooks.signal.addEventListener('abort', abort, { once: true });
    if (!this.#child.connected) done.reject(this.#deathProblem('it is gone'));
    this.#send(request(ticket));
    try {
      return await done.promise;
    } finally {
      this.#asked.delete(ticket);
      hooks.signal.removeEventListener('abort', abort);
    }
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

  #send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message);
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.#ready.resolve(message.capabilities);
        break;
      case 'launch':
        this.#launch(message);
        break;
      case 'progress':
        this.#asked.get(message.ticket)?.progress(message.doing);
        break;
      case 'observed':
        this.#holds.get(message.ticket)?.(message.event);
        break;
      case 'answered':
        this.#asked.get(message.ticket)?.done.resolve(message.evidence);
        break;
      case 'failed':
        this.#asked.get(message.ticket)?.done.reject(new ProblemError('environment', message.problems));
    }
  }

  #launch({ ticket, gateway, setup }: Extract<FromWorker, { type: 'launch' }>): void {
    const plugin = this.#gateways.get(gateway);
    try {
      if (!plugin) throw new Error(`there is no gateway ${gateway}`);
      this.#send({ type: 'launched', ticket, launch: plugin.launch(setup) });
    } catch (error) {
      this.#send({ type: 'launch-failed', ticket, message: messageOf(error) });
    }
  }

  #died(how: string): void {
    const error = this.#deathProblem(how);
    this.#ready.reject(error);
    this.#ready.promise.catch(() => {});
    for (const asked of this.#asked.values()) asked.done.reject(error);
  }

  #deathProblem(how: string): ProblemError {
    const message = `a worker of the local runtime died: ${how}`;
    return new ProblemError('environment', [{ code: 'worker-died', message, hint: this.#lastWords || undefined }]);
  }
}
