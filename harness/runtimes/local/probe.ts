import { connect } from 'node:net';
import { now } from '../../core/clock.ts';
import type { Probe } from '../../core/evidence.ts';
import type { Address } from '../../core/gateway.ts';

/** How long a connect may stay without an answer before it counts as unanswered: on loopback a SYN-ACK takes microseconds. */
const PATIENCE = 300;

/** Connects to an upstream while a fault is armed on it, and says what it met. Sends nothing. */
export async function probe(address: Address): Promise<Probe> {
  const started = now();
  const socket = connect(address);
  const met = Promise.withResolvers<string>();
  const patience = setTimeout(() => met.resolve('no answer'), PATIENCE);
  socket.once('connect', () => met.resolve('connected'));
  socket.once('error', (error: NodeJS.ErrnoException) => met.resolve(error.code ?? error.message));
  const result = await met.promise;
  clearTimeout(patience);
  const localPort = socket.localPort ?? 0;
  socket.on('error', () => {});
  socket.destroy();
  return { result, ms: now() - started, localPort };
}
