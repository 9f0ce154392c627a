import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Address, ROUTES } from '../../../harness/core/gateway.ts';
import { startGateway } from '../../../harness/gateways/reference/gateway.ts';
import type { LogEntry } from '../../../harness/gateways/reference/log.ts';
import { connectPeer, RawPeer } from './raw-peer.ts';

/** What the upstream does on its n-th connection, from 1. */
export type Script = (peer: RawPeer, ordinal: number) => unknown;

/** What a test may change. */
export interface RigOptions {
  readonly keepalive?: boolean | undefined;
  /** In milliseconds; longer than any test unless said otherwise. */
  readonly timeouts?: { readonly connect: number; readonly read: number } | undefined;
  readonly resolver?: Address | undefined;
  /** Where the gateway looks for the upstream `app`, if not where the script runs. */
  readonly app?: Partial<Address> | undefined;
}

/** A response as it stood on the wire, and how the connection ended behind it. */
export interface Answer {
  readonly status: number;
  readonly head: string;
  /** All that followed the head, undecoded. */
  readonly body: string;
  readonly ended: 'fin' | 'rst';
}

/** The gateway between a raw client and a raw upstream; both routes lead to the same upstream. */
export interface Rig extends AsyncDisposable {
  readonly listen: Address;
  readonly log: readonly LogEntry[];
  /** The upstream's connections so far. */
  readonly upstream: readonly RawPeer[];
  /** A new connection of a client. */
  client(): Promise<RawPeer>;
  /** The upstream's n-th connection, from 1, as soon as it is there. */
  connection(ordinal: number): Promise<RawPeer>;
  /** Sends one request on a connection of its own, which it must ask to be closed, and reads to the end. */
  ask(request: string): Promise<Answer>;
}

/** Timeouts to wait for. */
export const SHORT = { connect: 400, read: 400 };
/** A request that lets the gateway close. */
export const GET = 'GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n';
/** One that does not. */
export const KEPT = 'GET / HTTP/1.1\r\nHost: test\r\n\r\n';
/** A healthy answer. */
export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A script that answers the first request with this text and then closes, resets, or holds the connection. */
export function answer(text: string, end: 'fin' | 'rst' | 'hold' = 'hold'): Script {
  return async (peer) => {
    await peer.until('\r\n\r\n');
    await peer.send(text);
    if (end === 'fin') peer.fin();
    if (end === 'rst') peer.reset();
  };
}

/** Starts an upstream that follows the script, and the gateway before it, in this process. */
export async function startRig(script: Script, options: RigOptions = {}): Promise<Rig> {
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(await startUpstream(script));
  const app = { ...upstream.address, ...options.app };
  const log: LogEntry[] = [];
  const gateway = stack.use(
    await startGateway(
      {
        slots: [{ listen: { host: '127.0.0.1', port: 0 }, upstreams: { app, other: app } }],
        routes: ROUTES,
        timeouts: options.timeouts ?? { connect: 20_000, read: 20_000 },
        keepalive: options.keepalive ?? false,
        resolver: options.resolver ?? null,
      },
      (entry) => log.push(entry),
    ),
  );
  const [listen = app] = gateway.addresses;
  const clients = stack.adopt<RawPeer[]>([], (all) => all.forEach((client) => void client.destroy()));
  const running = stack.move();
  const client = async () => {
    const peer = await connectPeer(listen);
    clients.push(peer);
    return peer;
  };
  return {
    listen,
    log,
    upstream: upstream.peers,
    client,
    connection: upstream.connection,
    ask: async (request) => ask(await client(), request),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function startUpstream(script: Script) {
  const peers: RawPeer[] = [];
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const peer = new RawPeer(socket);
    sockets.push(socket);
    peers.push(peer);
    server.emit('peer');
    Promise.resolve(script(peer, peers.length)).catch(() => peer.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    peers,
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    async connection(ordinal: number): Promise<RawPeer> {
      for (;;) {
        const peer = peers[ordinal - 1];
        if (peer) return peer;
        await once(server, 'peer');
      }
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function ask(client: RawPeer, request: string): Promise<Answer> {
  await client.send(request);
  const ended = await client.ended();
  client.destroy();
  const end = client.received.indexOf('\r\n\r\n') + 4;
  const head = client.received.slice(0, end);
  return { status: Number(head.split(' ')[1] ?? 0), head, body: client.received.slice(end), ended };
}
