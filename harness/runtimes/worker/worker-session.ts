import type { Server } from 'node:net';
import type { Evidence } from '../../core/evidence.ts';
import type { GatewaySetup, Launch } from '../../core/gateway.ts';
import { problemsOf } from '../../core/problem.ts';
import type { PlayHooks } from '../../core/runtime.ts';
import type { Told } from '../../core/told.ts';
import { Twins } from '../../play/twins.ts';
import { play } from '../../play.ts';
import type { Ground } from './ground.ts';
import { type Held, hold } from './hold.ts';
import { Latest } from './latest.ts';
import { type GatewayFacts, Lender } from './lender.ts';
import type { FromEngine, FromWorker, ToWorker } from './messages.ts';

/** What a session is opened with once the sandbox stands. */
export interface SessionParts {
  /** A folder of the worker's own, where gateways find their files. */
  readonly dir: string;
  readonly ground: Ground;
  send(message: FromWorker): void;
  /** Takes what the container engine answers and tells; only where there is one. */
  hear?(message: FromEngine): void;
}

/** A worker's conversation with the main process: plays and holds cases, several at once. */
export class WorkerSession {
  readonly #parts: SessionParts;
  readonly #lender: Lender;
  readonly #twins = new Twins();
  readonly #facts = new Map<string, GatewayFacts>();
  readonly #launches = new Map<number, PromiseWithResolvers<Launch>>();
  readonly #holds = new Map<number, Held>();
  readonly #underway = new Map<number, AbortController>();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#lender = new Lender({
      dir: parts.dir,
      ground: parts.ground,
      facts: (gateway) => this.#factsOf(gateway),
      launch: async (gateway, setup) => await this.#askForLaunch(gateway, setup),
    });
  }

  /** Carries out what the main process asks for. `stop` is not for here: see `end`. */
  receive(message: Exclude<ToWorker, { type: 'stop' }>, door?: Server): void {
    switch (message.type) {
      case 'play':
        this.#facts.set(message.item.gateway.name, message.facts);
        void this.#answer(message.ticket, async (hooks) => await this.#play(message, hooks));
        break;
      case 'hold':
        this.#facts.set(message.item.gateway.name, message.facts);
        void this.#answer(message.ticket, async (hooks) => await this.#hold(message, door, hooks));
        break;
      case 'set':
        void this.#answer(
          message.ticket,
          async () => await this.#holds.get(message.hold)?.set(message.upstream, message.state),
        );
        break;
      case 'retire':
        void this.#answer(message.ticket, async () => await this.#retire(message.gateway));
        break;
      case 'abort':
        this.#underway.get(message.ticket)?.abort();
        break;
      case 'launched':
        this.#launches.get(message.ticket)?.resolve(message.launch);
        break;
      case 'launch-failed':
        this.#launches.get(message.ticket)?.reject(new Error(message.message));
        break;
      default:
        this.#parts.hear?.(message);
    }
  }

  /** Gives up what is under way and stops all gateways in order. */
  async end(): Promise<void> {
    for (const abort of this.#underway.values()) abort.abort();
    await Promise.all([...this.#holds.values()].map((held) => held[Symbol.asyncDispose]()));
    await this.#lender[Symbol.asyncDispose]();
    await this.#parts.ground[Symbol.asyncDispose]();
  }

  /** Carries a request out and sends back what came of it. */
  async #answer(ticket: number, action: (hooks: PlayHooks) => Promise<Evidence | undefined>): Promise<void> {
    const { send } = this.#parts;
    const abort = new AbortController();
    using latest = new Latest((doing) => send({ type: 'progress', ticket, doing }));
    const progress = (doing: string) => latest.say(doing);
    this.#underway.set(ticket, abort);
    try {
      send({ type: 'answered', ticket, evidence: await action({ signal: abort.signal, progress }) });
    } catch (error) {
      send({ type: 'failed', ticket, problems: problemsOf(error) });
    } finally {
      this.#underway.delete(ticket);
    }
  }

  async #play({ item }: Extract<ToWorker, { type: 'play' }>, hooks: PlayHooks): Promise<Evidence> {
    return await play(item, async (options) => await this.#lender.lend(item, options), hooks, this.#twins);
  }

  async #hold(
    { ticket, item, door }: Extract<ToWorker, { type: 'hold' }>,
    handed: Server | undefined,
    hooks: PlayHooks,
  ): Promise<undefined> {
    const deployment = await this.#lender.lend(item, { alone: true, twin: false, struck: true });
    const listenOn = door === 'handed' ? handed : { port: door, host: '0.0.0.0' };
    if (!listenOn) throw new Error('no listener came along');
    const tell = (told: Told): void => this.#parts.send({ type: 'told', ticket, told });
    this.#holds.set(ticket, await hold(item, deployment, { listenOn, tell, progress: hooks.progress }));
  }

  async #retire(gateway: string): Promise<undefined> {
    this.#twins.forget(gateway);
    await this.#lender.retire(gateway);
  }

  #factsOf(gateway: string): GatewayFacts {
    const found = this.#facts.get(gateway);
    if (!found) throw new Error(`nothing is known of gateway ${gateway}`);
    return found;
  }

  async #askForLaunch(gateway: string, setup: GatewaySetup): Promise<Launch> {
    const ticket = this.#launches.size + 1;
    const answer = Promise.withResolvers<Launch>();
    this.#launches.set(ticket, answer);
    this.#parts.send({ type: 'launch', ticket, gateway, setup });
    return await answer.promise;
  }
}
