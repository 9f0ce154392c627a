import type { Probe } from '../core/arming.ts';
import type { Address } from '../core/gateway.ts';
import { knock } from './knock.ts';

/** Connects to an upstream while a fault is armed on it, and says what it met. Sends nothing. */
export async function probe(address: Address): Promise<Probe> {
  const { socket, probe: met } = await knock(address);
  socket.destroy();
  return met;
}
