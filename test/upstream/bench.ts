import type { Observation } from '../../harness/core/evidence.ts';
import type { Address } from '../../harness/core/gateway.ts';
import type { UpstreamScript, UpstreamStep } from '../../harness/core/script.ts';
import type { PutUpstream } from '../../harness/upstream/control-protocol.ts';
import { startUpstream, type UpstreamProcess } from '../../harness/upstream/upstream-process.ts';

type Of<Kind extends Observation['kind']> = Extract<Observation, { kind: Kind }>;

/** What may be said of an upstream beside its script. */
type More = Pick<PutUpstream, 'backlog' | 'authority' | 'unaccepted'>;

/** The real upstream program, for the tests of one file: each test has an upstream of its own in it. */
export class Bench implements AsyncDisposable {
  readonly process: UpstreamProcess;
  #upstreams = 0;

  private constructor(process: UpstreamProcess) {
    this.process = process;
  }

  static async start(): Promise<Bench> {
    return new Bench(await startUpstream());
  }

  /** An upstream that plays the script on a port of its own. */
  async upstream(script: UpstreamScript, more: More = {}): Promise<BenchUpstream> {
    this.#upstreams += 1;
    const upstream = new BenchUpstream(`app${this.#upstreams}`, this.process);
    await upstream.play(script, more);
    return upstream;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.stop();
  }
}

/** One upstream of the bench, and what it observed. */
export class BenchUpstream {
  readonly name: string;
  address: Address = { host: '127.0.0.1', port: 0 };
  readonly observations: Observation[] = [];
  readonly #process: UpstreamProcess;
  readonly #looks = new Set<() => void>();

  constructor(name: string, process: UpstreamProcess) {
    this.name = name;
    this.#process = process;
    process.control.onObservation((event) => {
      if (event.upstream !== name) return;
      this.observations.push(event);
      for (const look of this.#looks) look();
    });
  }

  /** Puts the script on, where the upstream listens already or anew. */
  async play(script: UpstreamScript, more: More = {}): Promise<void> {
    const { listen } = await this.#process.control.put(this.name, { listen: this.address, script, ...more });
    if (listen) this.address = listen;
  }

  async release(connection: number): Promise<boolean> {
    return this.#process.control.release(this.name, connection);
  }

  /** Stops listening and ends all connections. */
  async stop(): Promise<void> {
    await this.#process.control.put(this.name, { listen: null, script: { connections: [], rest: null } });
  }

  /** Resolves with the first observation, past or to come, that fits. */
  seen<Kind extends Observation['kind']>(kind: Kind, fits: (event: Of<Kind>) => boolean = () => true) {
    const { promise, resolve } = Promise.withResolvers<Of<Kind>>();
    const look = () => {
      const found = this.of(kind).find(fits);
      if (found) resolve(found);
    };
    this.#looks.add(look);
    look();
    return promise.finally(() => this.#looks.delete(look));
  }

  /** All observations of one kind until now. */
  async all<Kind extends Observation['kind']>(kind: Kind): Promise<readonly Of<Kind>[]> {
    await this.#process.control.flush();
    return this.of(kind);
  }

  /** The observations of one kind that have come. */
  of<Kind extends Observation['kind']>(kind: Kind): readonly Of<Kind>[] {
    return this.observations.filter((event): event is Of<Kind> => event.kind === kind);
  }
}

/** A script that plays these steps once on every connection. */
export function once(...steps: readonly UpstreamStep[]): UpstreamScript {
  return { connections: [], rest: { steps } };
}

/** A script that plays these steps again and again on every connection. */
export function loop(...steps: readonly UpstreamStep[]): UpstreamScript {
  return { connections: [], rest: { steps, loop: true } };
}
