import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Address } from '../../../harness/core/gateway.ts';
import { RawPeer } from './raw-peer.ts';
import type { Script } from './script.ts';

/** A listener that hands each of its connections to a script. */
export interface RawUpstream extends AsyncDisposable {
  readonly address: Address;
  /** Its connections so far. */
  readonly peers: readonly RawPeer[];
  /** The n-th connection, from 1, as soon as it is there. */
  connection(ordinal: number): Promise<RawPeer>;
}

/** Starts one on a free port of loopback; a script that fails closes its connection. */
export async function startRawUpstream(script: Script): Promise<RawUpstream> {
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
