import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Seen } from '../core/evidence.ts';
import type { Address } from '../core/gateway.ts';
import type { ConnectionScript, UpstreamScript } from '../core/script.ts';
import { Connection } from './connection.ts';
import type { PutUpstream } from './control-protocol.ts';
import type { ObservationLog } from './observation-log.ts';
import { seeAll } from './see-all.ts';
import { WorkerPool } from './worker-pool.ts';

/** How many of the last requests a status shows. */
const SHOWN = 50;

/** One faulty upstream: a listener, its script, and the connections that play it. */
export class Upstream {
  readonly name: string;
  label: string;
  readonly workers = new WorkerPool();
  readonly #log: ObservationLog;
  readonly #connections = new Map<number, Connection>();
  readonly #recent: string[] = [];
  #requests = 0;
  #server: Server | null = null;
  #listen: Address | null = null;
  #script: UpstreamScript = { connections: [], rest: null };
  #next: number;

  constructor(name: string, log: ObservationLog, firstConnection = 1) {
    this.name = name;
    this.label = name;
    this.#log = log;
    this.#next = firstConnection;
  }

  /** Follows a request of the controller. Rejects with the errno of a failed listen. */
  async put({ listen, script, backlog, label = this.name }: PutUpstream): Promise<Address | null> {
    this.#script = script;
    this.label = label;
    this.workers.resize(script.workers);
    if (listen && this.#isAt(listen)) for (const connection of this.#connections.values()) connection.adopt();
    else await this.#move(listen, backlog);
    return this.#listen;
  }

  /** Ends a connection's wait for the controller; false where there is no such connection. */
  release(ordinal: number): boolean {
    const connection = this.#connections.get(ordinal);
    connection?.release();
    return connection !== undefined;
  }

  /** Closes the listener, ends all connections, and resolves when they are gone. */
  async close(): Promise<void> {
    // The kernel resets whatever waits in the accept queue of a listener that closes.
    await seeAll();
    const server = this.#server;
    this.#server = null;
    this.#listen = null;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    await Promise.all([closed, ...[...this.#connections.values()].map((connection) => connection.leave())]);
  }

  /** The script for a connection; null where nobody wrote one. */
  scriptFor(ordinal: number): ConnectionScript | null {
    return this.#script.connections[ordinal - 1] ?? this.#script.rest;
  }

  /** Notes what a connection sees. */
  observe = (seen: Seen): void => {
    this.#log.record(this.name, seen);
    if (seen.kind !== 'request') return;
    this.#requests += 1;
    this.#recent.push(`connection ${seen.connection}, request ${seen.nth}: ${seen.method} ${seen.target}`);
    if (this.#recent.length > SHOWN) this.#recent.shift();
  };

  /** For a person who looks. */
  status(): object {
    return {
      listen: this.#listen && `${this.#listen.host}:${this.#listen.port}`,
      script: summarise(this.#script),
      connections: { accepted: this.#next - 1, open: this.#connections.size },
      requests: this.#requests,
      attempts: this.#recent,
    };
  }

  #isAt(listen: Address): boolean {
    const { host, port } = this.#listen ?? {};
    return host === listen.host && (listen.port === 0 || listen.port === port);
  }

  async #move(listen: Address | null, backlog?: number): Promise<void> {
    await this.close();
    if (!listen) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
    server.on('connection', (socket) => this.#accept(socket));
    server.listen({ ...listen, backlog });
    await once(server, 'listening');
    const address = server.address();
    this.#server = server;
    this.#listen = { host: listen.host, port: typeof address === 'object' && address ? address.port : listen.port };
  }

  #accept(socket: Socket): void {
    const ordinal = this.#next;
    this.#next += 1;
    const connection = new Connection(socket, ordinal, this);
    this.#connections.set(ordinal, connection);
    void connection.closed.then(() => this.#connections.delete(ordinal));
  }
}

function summarise({ connections, rest, workers }: UpstreamScript): object {
  const words = (script: ConnectionScript | null) =>
    script && [...script.steps.map((step) => step.do), ...(script.loop ? ['loop'] : [])].join(', ');
  return { connections: connections.map(words), rest: words(rest), workers };
}
