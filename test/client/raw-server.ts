import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Test } from 'tap';
import { ClientConnection, type ExchangeRequest } from '../../harness/client/client-connection.ts';
import type { Address } from '../../harness/core/gateway.ts';

/** A server that does with each connection just what it is told; stopped with the test. */
export async function rawServer(t: Test, serve: (socket: Socket, ordinal: number) => void): Promise<Address> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket, sockets.size);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

/** A server that answers the head of each request with the next of these texts (latin1), whatever was asked. */
export function answering(t: Test, ...answers: readonly string[]): Promise<Address> {
  return rawServer(t, (socket) => {
    const left = [...answers];
    socket.on('data', () => socket.write(left.shift() ?? '', 'latin1'));
  });
}

/** A connection of client `alice`, let go of with the test. */
export function openTo(t: Test, address: Address): ClientConnection {
  const connection = ClientConnection.open(address, { client: 'alice', ordinal: 1 });
  t.teardown(() => connection.destroy());
  return connection;
}

/** A GET of the phase `steps`, with two seconds of patience. */
export function get(changes: Partial<ExchangeRequest> = {}): ExchangeRequest {
  return {
    phase: 'steps',
    id: 'id-1',
    method: 'GET',
    target: '/',
    version: '1.1',
    headers: {},
    body: null,
    chunked: false,
    trailers: {},
    abort: null,
    upstream: 'app',
    fault: null,
    step: 'steps.0',
    deadlineMs: 2000,
    signal: new AbortController().signal,
    ...changes,
  };
}
