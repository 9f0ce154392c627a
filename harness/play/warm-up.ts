import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { ClientConnection } from '../client/client-connection.ts';
import type { LoadSpec } from '../core/scenario.ts';
import { type LoadClients, LoadRun } from './load-run.ts';

/** From so many requests a second on, the first ones would be late: none could wait for code to be compiled. */
const FAST = 500;
/** Long enough for V8 to have optimised what a request takes, in milliseconds. */
const LASTS = 250;
const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

/** Before a fast load: has its code compiled, by the same load on a server of this thread's own for a moment. */
export async function warmUp({ request, rate }: LoadSpec): Promise<void> {
  if (rate < FAST) return;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('data', () => socket.write(HELLO));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await new LoadRun({ request, rate, duration: LASTS }, clientsOf(port)).toEnd();
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

function clientsOf(port: number): LoadClients {
  const about = { method: 'GET', target: '/', version: '1.1', headers: {}, body: null, chunked: false } as const;
  const owner = { client: 'warm-up', ordinal: 1 };
  const request = { ...about, trailers: {}, abort: null, phase: 'twin', upstream: '', fault: null, step: '' } as const;
  return {
    open: () => ClientConnection.open({ host: '127.0.0.1', port }, owner),
    exchange: async (connection, signal) =>
      await connection.exchange({ ...request, id: 'warm-up', deadlineMs: LASTS, signal }),
    leave: (connection) => connection.destroy(),
    forget: () => {},
  };
}
