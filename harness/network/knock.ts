import { connect, type Socket } from 'node:net';
import type { Probe } from '../core/arming.ts';
import { now } from '../core/clock.ts';
import type { Address } from '../core/gateway.ts';
import { endpointOf } from '../core/unix-socket.ts';

/** How long a connect may stay without an answer before it counts as unanswered: on loopback a SYN-ACK takes microseconds. */
const PATIENCE = 300;

/** Of a socket that has none: no connection is taken for it. */
const NO_PORT = -1;

/** Connects, says what it met, and leaves the socket to the caller. Sends nothing. */
export async function knock(address: Address): Promise<{ readonly socket: Socket; readonly probe: Probe }> {
  const started = now();
  const socket = connect(endpointOf(address));
  const met = Promise.withResolvers<string>();
  const patience = setTimeout(() => met.resolve('no answer'), PATIENCE);
  socket.once('connect', () => met.resolve('connected'));
  socket.on('error', (error: NodeJS.ErrnoException) => met.resolve(error.code ?? error.message));
  const result = await met.promise;
  clearTimeout(patience);
  return { socket, probe: { result, ms: now() - started, localPort: socket.localPort ?? NO_PORT } };
}
