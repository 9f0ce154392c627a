import type { Effect } from '../core/effect.ts';
import { HEALTHY } from '../core/script.ts';
import { elsewhere } from './elsewhere.ts';
import { type NamedFault, NO_FAULT } from './named-fault.ts';
import { Refused } from './refused.ts';
import type { Upstream } from './upstream.ts';
import { Wedge } from './wedge.ts';

type ListenerEffect = Extract<Effect, { place: 'listener' }>;
type ProcessEffect = Extract<Effect, { place: 'process' }>;

/** The fault that was put on one upstream by name, and what it takes to take it away again. */
export class FaultInForce {
  readonly #upstream: Upstream;
  #label: string | null = null;
  #wedge: Wedge | null = null;
  /** One change after the other, in the order in which they were asked for. */
  #turn: Promise<void> = Promise.resolve();

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  /** What is in force; null before the first and between two. */
  get label(): string | null {
    return this.#label;
  }

  /**
   * Puts the fault in the place of the one before. Rejects with a Refused where this program cannot make it; the one before
   * is then still in force. A signal to the program itself waits until `answered`, or nobody would hear of it.
   */
  put(fault: NamedFault, answered: Promise<unknown>): Promise<void> {
    return this.#next(() => this.#put(fault, answered));
  }

  /** Takes away all but the script, which the next one replaces. */
  end(): Promise<void> {
    return this.#next(() => this.#lift());
  }

  #next(change: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(change);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #put({ name, label, effect }: NamedFault, answered: Promise<unknown>): Promise<void> {
    const why = elsewhere(name, effect, this.#upstream.home);
    if (why !== null) throw new Refused(409, 'not-here', `${label} cannot be made here: ${why}`);
    await this.#lift();
    if (effect.place === 'script') await this.#upstream.follow(effect.script);
    if (effect.place === 'listener') await this.#strikeListener(effect);
    if (effect.place === 'process') await this.#strikeProcess(effect, answered);
    this.#label = label;
  }

  async #strikeListener(effect: ListenerEffect): Promise<void> {
    const { state } = effect;
    const address = this.#upstream.home;
    if (state === 'unaccepted' && address) {
      await this.#upstream.put({ listen: address, script: HEALTHY, unaccepted: effect.connections });
      return;
    }
    await this.#upstream.put({ listen: null, script: HEALTHY });
    if (state === 'full' && address) this.#wedge = await Wedge.on(address);
  }

  async #strikeProcess({ signal, when, script }: ProcessEffect, answered: Promise<unknown>): Promise<void> {
    await this.#upstream.follow(script ?? HEALTHY);
    if (when === 'at-once') void answered.then(() => this.#signal(signal));
    else this.#upstream.controller = () => this.#signal(signal);
  }

  /** SIGKILL ends all of this program. After SIGSTOP somebody else has to send SIGCONT, and the fault is over then. */
  #signal(signal: ProcessEffect['signal']): void {
    process.once('SIGCONT', () => {
      this.#upstream.observe({ kind: 'signal', signal, state: 'running' });
      void this.put(NO_FAULT, Promise.resolve());
    });
    // What was observed until now is written at the end of this turn of the event loop.
    if (signal !== 'out-of-memory') setImmediate(() => process.kill(process.pid, signal));
  }

  async #lift(): Promise<void> {
    this.#label = null;
    this.#upstream.controller = null;
    await this.#wedge?.end();
    this.#wedge = null;
  }
}
