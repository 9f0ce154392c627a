import type { Address } from '../core/gateway.ts';
import type { Listening, PutName, PutUpstream } from './control-protocol.ts';
import { ObservationLog } from './observation-log.ts';
import { Resolver } from './resolver.ts';
import { seeAll } from './see-all.ts';
import { Upstream } from './upstream.ts';
import { Zone } from './zone.ts';

/** All that the upstream program has: named upstreams, the names of a resolver, and the log of what they saw. */
export class Program {
  readonly log = new ObservationLog();
  readonly #upstreams = new Map<string, Upstream>();
  readonly #zone = new Zone();
  #resolver: Resolver | null = null;

  /** Makes, moves, stops or re-scripts an upstream. */
  async put(name: string, request: PutUpstream): Promise<Listening> {
    const upstream = this.#upstreams.get(name) ?? new Upstream(name, this.log, request.firstConnection);
    this.#upstreams.set(name, upstream);
    return { listen: await upstream.put(request) };
  }

  /** False where there is no such upstream or connection. */
  release(name: string, connection: number): boolean {
    return this.#upstreams.get(name)?.release(connection) ?? false;
  }

  async remove(name: string): Promise<void> {
    await this.#upstreams.get(name)?.close();
    this.#upstreams.delete(name);
  }

  /** Starts the resolver, in place of the one before. */
  async startResolver(listen: Address): Promise<Listening> {
    this.#resolver?.close();
    this.#resolver = null;
    this.#resolver = await Resolver.start(listen, this.#zone, this.log);
    return { listen: this.#resolver.listen };
  }

  setName(name: string, entry: PutName): void {
    this.#zone.set(name, entry);
  }

  removeName(name: string): void {
    this.#zone.delete(name);
  }

  /** Puts a marker into the stream, once everything that had happened before the call was observed. */
  async flush(token: string): Promise<void> {
    await seeAll();
    this.log.mark(token);
  }

  /** For a person who looks. */
  status(): object {
    return {
      upstreams: Object.fromEntries([...this.#upstreams].map(([name, upstream]) => [name, upstream.status()])),
      resolver: { listen: this.#resolver?.listen ?? null, names: this.#zone.status() },
    };
  }
}
