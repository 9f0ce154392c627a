import type { Exchange } from '../core/evidence.ts';
import { messageOf } from '../core/problem.ts';
import type { RequestSpec, UpstreamState } from '../core/scenario.ts';
import type { HeldTopology } from '../runtimes/local.ts';
import { exchangeBlock } from '../terminal/exchange-block.ts';
import { printable } from '../terminal/printable.ts';
import { PLAIN } from '../terminal/style.ts';
import type { Sender } from './send.ts';
import type { Story } from './story.ts';

/** What a held scenario is made of. */
export interface HeldParts {
  readonly topology: HeldTopology;
  readonly story: Story;
  readonly sender: Sender;
  /** The upstreams behind the gateway, and the state that each begins with. */
  readonly states: ReadonlyMap<string, UpstreamState>;
}

/** A scenario that is held open: whoever presses keys and whoever asks the control API change it through this. */
export class HeldScenario {
  readonly #parts: HeldParts;
  /** Null where a change failed half-way, so that nobody knows. */
  readonly #states: Map<string, UpstreamState | null>;
  /** One change after the other, in the order in which they were asked for. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: HeldParts) {
    this.#parts = parts;
    this.#states = new Map(parts.states);
  }

  /** Upstream -> what is in force on it. */
  get states(): ReadonlyMap<string, UpstreamState | null> {
    return this.#states;
  }

  /** Puts an upstream into a state, and tells so. Rejects where it cannot be had. */
  set(upstream: string, state: UpstreamState): Promise<void> {
    const turn = this.#turn.then(async () => await this.#set(upstream, state));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Sends a request with the tool's own client, and tells what came of it. */
  async send(request: RequestSpec): Promise<Exchange> {
    const { sender, story } = this.#parts;
    const exchange = await sender.send(request);
    const [, ...lines] = exchangeBlock(exchange, PLAIN);
    story.say([`sent ${printable(`${request.method} ${request.target}`)}`, ...lines].join('\n'));
    return exchange;
  }

  async #set(upstream: string, state: UpstreamState): Promise<void> {
    const { topology, story } = this.#parts;
    this.#states.set(upstream, null);
    try {
      await topology.set(upstream, state);
    } catch (error) {
      story.say(`${upstream}: ${printable(`${state.label} could not be put on: ${messageOf(error)}`)}`);
      throw error;
    }
    this.#states.set(upstream, state);
    story.say(`${upstream} is now: ${state.label}`);
  }
}
