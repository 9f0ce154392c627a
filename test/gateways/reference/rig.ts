import type { Address } from '../../../harness/core/gateway.ts';
import type { PoolLimit } from '../../../harness/core/scenario.ts';
import { startGateway } from '../../../harness/gateways/reference/gateway.ts';
import type { LogEntry } from '../../../harness/gateways/reference/log.ts';
import { connectPeer, type RawPeer } from './raw-peer.ts';
import { startRawUpstream } from './raw-upstream.ts';
import { healthy, type Script } from './script.ts';

/** What a test may change. */
export interface RigOptions {
  readonly keepalive?: boolean | undefined;
  readonly cache?: boolean | undefined;
  readonly retries?: 'off' | undefined;
  readonly pool?: PoolLimit | undefined;
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

/** Starts an upstream that follows the script, and the gateway before it, in this process. */
export async function startRig(script: Script, options: RigOptions = {}): Promise<Rig> {
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(await startRawUpstream(script));
  const app = { ...upstream.address, ...options.app };
  const log: LogEntry[] = [];
  const gateway = stack.use(
    await startGateway(
      {
        slots: [{ listen: { host: '127.0.0.1', port: 0 }, upstreams: { app, other: app } }],
        timeouts: options.timeouts ?? { connect: 20_000, read: 20_000 },
        keepalive: options.keepalive ?? false,
        cache: options.cache ?? false,
        retries: options.retries,
        pool: options.pool,
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

/** Follows one script on the first connection, and is healthy on all others. */
export function startKept(first: Script, options: RigOptions = {}): Promise<Rig> {
  return startRig((peer, ordinal) => (ordinal === 1 ? first : healthy)(peer, ordinal), { keepalive: true, ...options });
}

async function ask(client: RawPeer, request: string): Promise<Answer> {
  await client.send(request);
  const ended = await client.ended();
  client.destroy();
  const end = client.received.indexOf('\r\n\r\n') + 4;
  const head = client.received.slice(0, end);
  return { status: Number(head.split(' ')[1] ?? 0), head, body: client.received.slice(end), ended };
}
