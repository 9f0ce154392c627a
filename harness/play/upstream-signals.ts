import type { Observation } from '../core/evidence.ts';
import type { Deployment } from '../core/runtime.ts';
import { pause } from './pause.ts';

/** How long a signal may be under way, in milliseconds; one that is taken back with its fault never comes. */
const PATIENCE = 1000;

/**
 * The signals to upstreams' processes that requests ask for. A kernel closes the sockets of a process that dies one by one, the
 * listener behind the connection, so that whoever is told of the death by a FIN may still be let in.
 */
export class UpstreamSignals {
  readonly #underWay = new Map<string, PromiseWithResolvers<void>>();

  constructor(deployment: Pick<Deployment, 'onObservation'>) {
    deployment.onObservation((event) => this.#note(event));
  }

  /** Resolves when every signal that was asked for has come and the process is as the signal leaves it. */
  async arrived(over: AbortSignal): Promise<void> {
    if (this.#underWay.size === 0) return;
    const enough = new AbortController();
    const all = Promise.all([...this.#underWay.values()].map(({ promise }) => promise));
    await Promise.race([all, pause(PATIENCE, AbortSignal.any([over, enough.signal]))]);
    enough.abort();
    this.#underWay.clear();
  }

  #note(event: Observation): void {
    if (event.kind === 'waiting' && event.what === 'controller') {
      if (!this.#underWay.has(event.upstream)) this.#underWay.set(event.upstream, Promise.withResolvers());
    }
    if (event.kind !== 'signal') return;
    this.#underWay.get(event.upstream)?.resolve();
    this.#underWay.delete(event.upstream);
  }
}
