import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Address } from '../../core/gateway.ts';

/** A listening socket with its connections. */
export interface Listener extends AsyncDisposable {
  readonly address: Address;
}

/** Listens on an address and hands every connection to `serve`. Rejects with the error of bind(2) or listen(2). */
export async function listen(address: Address, serve: (socket: Socket) => Promise<void>): Promise<Listener> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    serve(socket).catch(() => socket.destroy());
  });
  server.listen(address.port, address.host);
  await once(server, 'listening');
  // An accept(2) that fails is a connection lost, and no more.
  server.on('error', () => undefined);
  return {
    address: boundAddress(server),
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function boundAddress(server: Server): Address {
  const { address, port } = server.address() as AddressInfo;
  return { host: address, port };
}
