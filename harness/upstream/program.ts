import type { Address } from '../core/gateway.ts';
import type { FaultPut, Listening, PutName, PutUpstream } from './control-protocol.ts';
import { FaultInForce } from './fault-in-force.ts';
import { nameRecord } from './name-record.ts';
import { namedFault } from './named-fault.ts';
import { ObservationLog } from './observation-log.ts';
import { Refused } from './refused.ts';
import { Resolver } from './resolver.ts';
import { seeAll } from './see-all.ts';
import { Upstream } from './upstream.ts';
import { Zone } from './zone.ts';

/** All that the upstream program has: named upstreams, the names of a resolver, and the log of what they saw. */
export class Program {
  readonly log: ObservationLog;
  readonly #upstreams = new Map<string, Upstream>();
  /** Of those upstreams that a fault was put on by name. */
  readonly #faults = new Map<string, FaultInForce>();
  readonly #zone = new Zone();
  #resolver: Resolver | null = null;

  constructor(log = new ObservationLog()) {
    this.log = log;
  }

  /** The names of the upstreams, in the order in which they were made. */
  get names(): readonly string[] {
    return [...this.#upstreams.keys()];
  }

  /** Finishes what those upstreams have begun whose scripts drain; what the others have is left as it is. */
  async drain(): Promise<void> {
    await Promise.all([...this.#upstreams.values()].map((upstream) => upstream.drain()));
    await seeAll();
  }

  /** Makes, moves, stops or re-scripts an upstream. */
  async put(name: string, request: PutUpstream): Promise<Listening> {
    const upstream = this.#upstreams.get(name) ?? new Upstream(name, this.log, request.firstConnection);
    this.#upstreams.set(name, upstream);
    await this.#endFault(name);
    return { listen: await upstream.put(request) };
  }

  /** Puts a fault on an upstream that is there: see namedFault for the text, and FaultInForce for `answered`. */
  async putFault(name: string, text: string, answered: Promise<unknown> = Promise.resolve()): Promise<FaultPut> {
    const upstream = this.#upstreams.get(name);
    if (!upstream) throw new Refused(404, 'unknown-upstream', `no upstream is called ${name}: ${this.#known()}`);
    const fault = await namedFault(text);
    const inForce = this.#faults.get(name) ?? new FaultInForce(upstream);
    this.#faults.set(name, inForce);
    await inForce.put(fault, answered);
    return { upstream: name, fault: fault.label, summary: fault.summary };
  }

  /** All faults, with those that cannot be made here. */
  async faults(): Promise<object> {
    const { listFaults } = await import('./list-faults.ts');
    return { faults: await listFaults() };
  }

  /** False where there is no such upstream or connection. */
  release(name: string, connection: number): boolean {
    return this.#upstreams.get(name)?.release(connection) ?? false;
  }

  async remove(name: string): Promise<void> {
    await this.#endFault(name);
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
    this.log.record(entry.upstream, { kind: 'record', name, addresses: nameRecord(entry) });
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
      upstreams: Object.fromEntries(
        [...this.#upstreams].map(([name, upstream]) => [
          name,
          { fault: this.#faults.get(name)?.label ?? null, ...upstream.status() },
        ]),
      ),
      resolver: { listen: this.#resolver?.listen ?? null, names: this.#zone.status() },
      observations: this.log.counts,
    };
  }

  /** A script of the controller's takes the place of a fault. */
  async #endFault(name: string): Promise<void> {
    await this.#faults.get(name)?.end();
    this.#faults.delete(name);
  }

  #known(): string {
    return this.#upstreams.size > 0 ? `there is ${this.names.join(', ')}` : 'there is none yet';
  }
}
