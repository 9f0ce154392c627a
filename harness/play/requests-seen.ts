import type { Observation } from '../core/evidence.ts';
import type { Deployment } from '../core/runtime.ts';

/** Counts the requests of the steps that the upstreams have read, as they are told of. */
export class RequestsSeen {
  readonly #seen = new Map<string, number>();
  readonly #waiting = new Set<() => void>();

  constructor(deployment: Pick<Deployment, 'onObservation'>) {
    deployment.onObservation((event) => this.#note(event));
  }

  /** Resolves when each upstream has read so many, with undefined; or with a sentence once the time (ms) is over. */
  async reach(wanted: Readonly<Record<string, number>>, within: number): Promise<string | undefined> {
    const reached = Promise.withResolvers<undefined>();
    const late = Promise.withResolvers<string>();
    const look = () => {
      if (this.#missing(wanted) === undefined) reached.resolve(undefined);
    };
    const timer = setTimeout(() => late.resolve(this.#missing(wanted) ?? ''), within);
    this.#waiting.add(look);
    look();
    try {
      return await Promise.race([reached.promise, late.promise]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }

  #note(event: Observation): void {
    if (event.kind !== 'request' || !event.id?.startsWith('steps-')) return;
    this.#seen.set(event.upstream, (this.#seen.get(event.upstream) ?? 0) + 1);
    for (const look of this.#waiting) look();
  }

  #missing(wanted: Readonly<Record<string, number>>): string | undefined {
    const short = Object.entries(wanted).find(([name, count]) => (this.#seen.get(name) ?? 0) < count);
    return short && `upstream ${short[0]} had read ${this.#seen.get(short[0]) ?? 0} of ${short[1]} requests in time`;
  }
}
