import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Seen } from '../core/evidence.ts';
import type { Address } from '../core/gateway.ts';
import { type ConnectionScript, HEALTHY_REQUEST, type RequestScript, type UpstreamScript } from '../core/script.ts';
import { endpointOf } from '../core/unix-socket.ts';
import { Connection, type NextRequest } from './connection.ts';
import type { PutUpstream } from './control-protocol.ts';
import type { ObservationLog } from './observation-log.ts';
import { Refused } from './refused.ts';
import type { RequestHead } from './request-head.ts';
import { seeAll } from './see-all.ts';
import { Selection } from './selection.ts';
import { Sightings } from './sightings.ts';
import { makeAuthority } from './tls/make-authority.ts';
import { TlsServer } from './tls/tls-server.ts';
import { Wedge } from './wedge.ts';
import { WorkerPool } from './worker-pool.ts';

/** One faulty upstream: a listener, its script, and the connections that play it. */
export class Upstream {
  readonly name: string;
  label: string;
  readonly workers = new WorkerPool();
  /** Told when a script waits for the controller; null where the controller is elsewhere and reads the stream. */
  controller: (() => void) | null = null;
  readonly #log: ObservationLog;
  readonly #connections = new Map<number, Connection>();
  readonly #sightings = new Sightings();
  #server: Server | null = null;
  #listen: Address | null = null;
  #home: Address | null = null;
  #script: UpstreamScript = { connections: [], rest: null };
  #tls: TlsServer | null = null;
  #wedge: Wedge | null = null;
  #next: number;
  #selection = new Selection([]);
  /** Requests that asked for a script of their own since this script was put on. */
  #requests = 0;
  /** Connections that were led on elsewhere since then. */
  #splices = 0;

  constructor(name: string, log: ObservationLog, firstConnection = 1) {
    this.name = name;
    this.label = name;
    this.#log = log;
    this.#next = firstConnection;
  }

  /** Follows a request of the controller. Rejects with the errno of a failed listen. */
  async put({
    listen,
    script,
    unaccepted,
    backlog,
    label = this.name,
    authority,
    names,
  }: PutUpstream): Promise<Address | null> {
    this.#script = script;
    this.#selection = new Selection(script.requests?.choices ?? []);
    this.#requests = 0;
    this.#splices = 0;
    this.label = label;
    this.workers.resize(script.workers);
    if (authority?.key !== this.#tls?.authority.key) this.#tls = authority ? new TlsServer(authority, names) : null;
    // Whoever asks for a TLS profile without an authority gets one that nobody knows.
    if (script.tls) this.#tls ??= new TlsServer(makeAuthority());
    if (listen && unaccepted) return await this.#stopAccepting(listen, unaccepted);
    if (listen && this.#isAt(listen)) for (const connection of this.#connections.values()) connection.adopt();
    else await this.#move(listen, backlog);
    return this.#listen;
  }

  /** Where it listens, or listened last; null before it first did. */
  get home(): Address | null {
    return this.#home;
  }

  /** Follows this script at home, and keeps its label. Rejects with a Refused where it has no home. */
  async follow(script: UpstreamScript): Promise<void> {
    const hint = `PUT /upstreams/${this.name} says where it listens`;
    if (!this.#home) throw new Refused(409, 'no-address', `${this.name} has never listened: ${hint}`);
    await this.put({ listen: this.#home, script, label: this.label });
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
    const closed = server && once(server, 'close');
    server?.close();
    await this.#wedge?.end();
    this.#wedge = null;
    await Promise.all([closed, ...[...this.#connections.values()].map((connection) => connection.leave())]);
  }

  /** Where its script drains: takes no more connections, and resolves when those that it has are finished. */
  async drain(): Promise<void> {
    if (this.#script.drain !== true) return;
    await seeAll();
    this.#server?.close();
    await Promise.all([...this.#connections.values()].map((connection) => connection.finish()));
  }

  /** The script for a connection; null where nobody wrote one. */
  scriptFor(ordinal: number): ConnectionScript | null {
    return this.#script.connections[ordinal - 1] ?? this.#script.rest;
  }

  /** How the next connection speaks TLS; null where it does not. */
  get tls(): Connection['host']['tls'] {
    const profile = this.#script.tls;
    return this.#tls && profile !== null ? { server: this.#tls, profile: profile ?? {} } : null;
  }

  /** The gateway speaks TLS and the script is without. */
  get refusesTls(): boolean {
    return this.#script.tls === null;
  }

  /**
   * The next request's ordinal since this script was put on, and its script; null where nobody wrote one. A request that was
   * on its way when the state changed, from one that chose by request to one that does not, is served.
   */
  nextRequest(head: RequestHead | null): NextRequest {
    const { list, rest } = this.#script.requests ?? { list: [], rest: HEALTHY_REQUEST };
    this.#requests += 1;
    const request = this.#requests;
    const chosen = head && this.#selection.choose(head);
    if (chosen) return { request, script: chosen.choice.script, choice: chosen.index };
    return { request, script: list[request - 1] ?? rest };
  }

  /** The ordinal of one more connection that is led on elsewhere, since this script was put on. */
  nextSplice(): number {
    this.#splices += 1;
    return this.#splices;
  }

  /** Notes what a connection sees. */
  observe = (seen: Seen): void => {
    this.#log.record(this.name, seen);
    this.#sightings.note(seen);
    if (seen.kind === 'waiting' && seen.what === 'controller') this.controller?.();
  };

  /** For a person who looks. */
  status(): object {
    return {
      listen: this.#listen && `${this.#listen.host}:${this.#listen.port}`,
      script: summarise(this.#script),
      connections: { accepted: this.#next - 1, open: this.#connections.size },
      requests: this.#sightings.requests,
      seen: this.#sightings.lines(),
    };
  }

  /** The listener becomes one whose connections nobody accepts. */
  async #stopAccepting(listen: Address, connections: 'kept' | 'ended'): Promise<Address> {
    if (connections === 'ended') await this.close();
    // What the kernel has made so far is accepted; the listener alone goes, and not what it has accepted.
    await seeAll();
    this.#server?.close();
    this.#server = null;
    this.#listen = null;
    await this.#wedge?.end();
    this.#wedge = await Wedge.withRoom(listen);
    return listen;
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
    // A gateway may run as another user; on a Unix socket that takes the right to write.
    server.listen({ ...endpointOf(listen), backlog, readableAll: true, writableAll: true });
    await once(server, 'listening');
    const address = server.address();
    this.#server = server;
    this.#home = { host: listen.host, port: typeof address === 'object' && address ? address.port : listen.port };
    this.#listen = this.#home;
  }

  #accept(socket: Socket): void {
    const ordinal = this.#next;
    this.#next += 1;
    const connection = new Connection(socket, ordinal, this);
    this.#connections.set(ordinal, connection);
    void connection.closed.then(() => this.#connections.delete(ordinal));
  }
}

function summarise({ connections, rest, workers, requests }: UpstreamScript): object {
  const words = (script: ConnectionScript | RequestScript | null) =>
    script && [...script.steps.map((step) => step.do), ...('loop' in script && script.loop ? ['loop'] : [])].join(', ');
  const chosen = requests?.choices?.map(({ when, script }) => ({ when, plays: words(script) }));
  const ofRequests = requests && {
    requests: requests.list.map(words),
    restOfRequests: words(requests.rest),
    ...(chosen && { when: chosen }),
  };
  return { connections: connections.map(words), rest: words(rest), workers, ...ofRequests };
}
