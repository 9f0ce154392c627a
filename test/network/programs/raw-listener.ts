import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A listener that answers each line of digits, `100 4000`, with as many bytes, each number in a packet of its own. */
export interface RawListener extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/** Listens; `::` and `0.0.0.0` are every address. */
export async function listenRaw(host: string, port: number, backlog = 511): Promise<RawListener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true).on('error', () => {});
    socket.on('data', (data: Buffer) => {
      for (const size of data.toString('latin1').split(' ')) socket.write(Buffer.alloc(Number(size), 'x'));
    });
  });
  server.listen({ host, port, backlog });
  await once(server, 'listening');
  return {
    host,
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
