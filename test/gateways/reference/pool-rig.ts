import type { Timeouts } from '../../../harness/core/evidence.ts';
import { slotUpstreams } from '../../../harness/core/slot-upstreams.ts';
import { startGateway } from '../../../harness/gateways/reference/gateway.ts';
import type { LogEntry } from '../../../harness/gateways/reference/log.ts';
import { connectPeer } from './raw-peer.ts';
import { startRawUpstream } from './raw-upstream.ts';
import type { Script } from './script.ts';

/** The gateway before replicas of raw upstreams. */
export interface PoolRig extends AsyncDisposable {
  readonly log: readonly LogEntry[];
  /** How many connections the n-th replica has had, from 0. */
  connections(replica: number): number;
  /** Sends one request on a connection of its own, which it must ask to be closed, and reads to the end. */
  ask(request: string): Promise<{ readonly status: number }>;
}

/** Starts a replica for each script, and the gateway before them. */
export async function startPoolRig(
  scripts: readonly Script[],
  timeouts: Timeouts = { connect: 20_000, read: 20_000 },
): Promise<PoolRig> {
  await using stack = new AsyncDisposableStack();
  const replicas = await Promise.all(scripts.map((script) => startRawUpstream(script)));
  for (const replica of replicas) stack.use(replica);
  const addresses = replicas.map(({ address }) => address);
  const upstreams = Object.fromEntries(
    slotUpstreams(scripts.length).map((name, index) => [name, addresses[index] ?? { host: '127.0.0.1', port: 1 }]),
  );
  const log: LogEntry[] = [];
  const config = {
    slots: [{ listen: { host: '127.0.0.1', port: 0 }, upstreams }],
    timeouts,
    keepalive: false,
    cache: false,
    resolver: null,
  };
  const gateway = stack.use(await startGateway(config, (entry) => log.push(entry)));
  const [listen = { host: '127.0.0.1', port: 0 }] = gateway.addresses;
  const running = stack.move();
  return {
    log,
    connections: (replica) => replicas[replica]?.peers.length ?? 0,
    async ask(request) {
      const client = await connectPeer(listen);
      await client.send(request);
      await client.ended();
      client.destroy();
      return { status: Number(client.received.split(' ')[1] ?? 0) };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
