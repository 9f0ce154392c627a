import type { Server } from 'node:net';
import type { Capabilities } from '../../core/capability.ts';
import type { Case } from '../../core/case.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { Gateway } from '../../core/gateway.ts';
import { messageOf, ProblemError, problemsOf } from '../../core/problem.ts';
import type { PlayHooks } from '../../core/runtime.ts';
import type { UpstreamState } from '../../core/scenario.ts';
import type { Told } from '../../core/told.ts';
import type { EngineAnswer, EngineEvent, EngineRequest } from './engine-request.ts';
import type { GatewayFacts } from './lender.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** A request that waits for its answer. */
interface Asked {
  readonly done: PromiseWithResolvers<Evidence | undefined>;
  readonly progress: PlayHooks['progress'];
}

/** What the holder of a topology gives and hears. */
export interface HoldHooks extends PlayHooks {
  /** A listener of this process, which the worker takes over, or a port of every address that the worker has. */
  readonly door: Server | number;
  tell(told: Told): void;
}

/** A topology that is held open. */
export interface Topology {
  set(upstream: string, state: UpstreamState): Promise<void>;
  /** Resolves with the reason when what holds it is gone. */
  readonly lost: Promise<ProblemError>;
}

/** How a worker is reached, and what the main process does for it. */
export interface LinkOptions {
  readonly gateways: ReadonlyMap<string, Gateway>;
  /** Does nothing once the worker is gone. */
  send(message: ToWorker, door?: Server): void;
  /** Carries out what a worker asks of the container engine. */
  engine?(request: EngineRequest): Promise<EngineAnswer>;
}

/** The main process's side of the conversation with one worker, however it is reached. */
export class WorkerLink {
  readonly #options: LinkOptions;
  readonly #asked = new Map<number, Asked>();
  readonly #holds = new Map<number, HoldHooks['tell']>();
  readonly #ready = Promise.withResolvers<Capabilities>();
  readonly #lost = Promise.withResolvers<ProblemError>();
  #tickets = 0;
  #death: ProblemError | null = null;
  /** Whether the sandbox stands. */
  isReady = false;
  /** Gateways that it has played, which it can lend again without a start. */
  readonly knows = new Set<string>();

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Resolves once the sandbox stands; rejects with the worker's last words. */
  get ready(): Promise<Capabilities> {
    return this.#ready.promise;
  }

  get alive(): boolean {
    return this.#death === null;
  }

  /** Why it is gone; null while it lives. */
  get death(): ProblemError | null {
    return this.#death;
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

  /** Holds a case's topology open until the worker is stopped; people reach its gateway through the door. */
  async hold(item: Case, facts: GatewayFacts, hooks: HoldHooks): Promise<Topology> {
    const hold = this.#tickets + 1;
    this.#holds.set(hold, hooks.tell);
    const [door, listener] = typeof hooks.door === 'number' ? [hooks.door] : (['handed', hooks.door] as const);
    await this.#ask((ticket) => ({ type: 'hold', ticket, item, facts, door }), hooks, listener);
    return {
      lost: this.#lost.promise,
      set: async (upstream, state) => {
        await this.#ask((ticket) => ({ type: 'set', ticket, hold, upstream, state }), hooks);
      },
    };
  }

  /** Stops what runs of a gateway that will not be played any more. */
  async retire(gateway: string): Promise<void> {
    if (!this.knows.delete(gateway) || this.#death) return;
    const hooks = { signal: new AbortController().signal, progress: () => {} };
    await this.#ask((ticket) => ({ type: 'retire', ticket, gateway }), hooks);
  }

  /** Tells the worker what the engine says of a container. */
  tell(event: EngineEvent): void {
    this.#options.send({ type: 'engine-event', event });
  }

  /** Takes a message of the worker's. */
  receive(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.#ready.resolve(message.capabilities);
        break;
      case 'launch':
        this.#launch(message);
        break;
      case 'engine':
        void this.#engine(message);
        break;
      case 'progress':
        this.#asked.get(message.ticket)?.progress(message.doing);
        break;
      case 'told':
        this.#holds.get(message.ticket)?.(message.told);
        break;
      case 'answered':
        this.#asked.get(message.ticket)?.done.resolve(message.evidence);
        break;
      case 'failed':
        this.#asked.get(message.ticket)?.done.reject(new ProblemError('environment', message.problems));
    }
  }

  /** The worker is gone: all that waits for it fails. `how` says how it ended, `lastWords` what it said at last. */
  died(how: string, lastWords: string): void {
    const message = `a worker died: ${how}`;
    this.#death ??= new ProblemError('environment', [
      { code: 'worker-died', message, hint: lastWords.trim() || undefined },
    ]);
    this.#lost.resolve(this.#death);
    this.#ready.reject(this.#death);
    this.#ready.promise.catch(() => {});
    for (const asked of this.#asked.values()) asked.done.reject(this.#death);
  }

  /** Sends a request and waits for its answer; an abort of the caller's reaches the worker, which then fails it. */
  async #ask(request: (ticket: number) => ToWorker, hooks: PlayHooks, door?: Server): Promise<Evidence | undefined> {
    const ticket = ++this.#tickets;
    const done = Promise.withResolvers<Evidence | undefined>();
    const abort = () => this.#options.send({ type: 'abort', ticket });
    this.#asked.set(ticket, { done, progress: hooks.progress });
    hooks.signal.addEventListener('abort', abort, { once: true });
    if (this.#death) done.reject(this.#death);
    this.#options.send(request(ticket), door);
    try {
      return await done.promise;
    } finally {
      this.#asked.delete(ticket);
      hooks.signal.removeEventListener('abort', abort);
    }
  }

  #launch({ ticket, gateway, setup }: Extract<FromWorker, { type: 'launch' }>): void {
    const plugin = this.#options.gateways.get(gateway);
    try {
      if (!plugin) throw new Error(`there is no gateway ${gateway}`);
      this.#options.send({ type: 'launched', ticket, launch: plugin.launch(setup) });
    } catch (error) {
      this.#options.send({ type: 'launch-failed', ticket, message: messageOf(error) });
    }
  }

  async #engine({ ticket, request }: Extract<FromWorker, { type: 'engine' }>): Promise<void> {
    try {
      if (!this.#options.engine) throw new Error('this worker has no container engine');
      this.#options.send({ type: 'engine-answered', ticket, answer: await this.#options.engine(request) });
    } catch (error) {
      this.#options.send({ type: 'engine-failed', ticket, problems: problemsOf(error) });
    }
  }
}
