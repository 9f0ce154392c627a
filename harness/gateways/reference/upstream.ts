import type { Timeouts } from '../../core/evidence.ts';
import type { Address } from '../../core/gateway.ts';
import type { PoolLimit } from '../../core/scenario.ts';
import { connect } from './connect.ts';
import { Pool } from './pool.ts';
import { resolve } from './resolve.ts';
import { Turns } from './turns.ts';
import { UpstreamConnection } from './upstream-connection.ts';
import type { UpstreamTls } from './upstream-tls.ts';

/** What an upstream is made of. */
export interface UpstreamOptions {
  readonly name: string;
  readonly address: Address;
  readonly timeouts: Timeouts;
  /** Keep connections open between requests. */
  readonly keepalive: boolean;
  /** Whether a request may be sent a second time. */
  readonly retries: boolean;
  /** How many requests it may have at once; null where nobody counts. */
  readonly limit: PoolLimit | null;
  readonly resolver: Address | null;
  /** What it is verified by; null where it does not speak TLS. */
  readonly trust: UpstreamTls | null;
}

/** One upstream of one slot, with its pool. */
export class Upstream {
  readonly name: string;
  readonly address: Address;
  readonly keepalive: boolean;
  readonly retries: boolean;
  readonly #pool = new Pool();
  readonly #turns: Turns;
  readonly #options: UpstreamOptions;

  constructor(options: UpstreamOptions) {
    this.#options = options;
    this.name = options.name;
    this.address = options.address;
    this.keepalive = options.keepalive;
    this.retries = options.retries;
    this.#turns = new Turns(options.limit);
  }

  /** A turn for one request, which ends when it is disposed of. Rejects with an UpstreamFailure or ClientGone. */
  turn(gone: AbortSignal): Promise<Disposable> {
    return this.#turns.take(gone);
  }

  /** An idle connection, or null. */
  reuse(): Promise<UpstreamConnection | null> {
    return this.#pool.take();
  }

  /** A new connection; its name is resolved anew. Rejects with an UpstreamFailure or ClientGone. */
  async open(gone: AbortSignal): Promise<UpstreamConnection> {
    const { address, resolver, timeouts, trust } = this.#options;
    const host = await resolve(address.host, resolver, gone);
    const line = await connect({ host, port: address.port }, timeouts.connect, gone, trust);
    return new UpstreamConnection(line, timeouts);
  }

  /** Keeps a connection that may be reused. */
  keep(connection: UpstreamConnection): void {
    this.#pool.put(connection);
  }

  /** Closes the idle connections. */
  close(): void {
    this.#pool.close();
  }
}
