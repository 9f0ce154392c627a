import { type Probe, UNANSWERED } from '../core/arming.ts';
import type { Address } from '../core/gateway.ts';
import { knock } from './knock.ts';

/** A connection that asks, and waits for as long as it is left open. */
export interface Asking {
  /** Ends it, and says what it met until then. */
  end(): Probe;
}

/** Connects to an upstream while a fault is armed on it and asks for something. */
export async function ask(address: Address): Promise<Asking> {
  const { socket, probe } = await knock(address);
  let heard = probe.result !== 'connected';
  for (const sign of ['data', 'end', 'error', 'close'] as const) socket.once(sign, () => (heard = true));
  socket.write(`GET /probe HTTP/1.1\r\nHost: ${address.host}\r\n\r\n`);
  return {
    end: () => {
      const result = heard ? probe.result : UNANSWERED;
      socket.destroy();
      return { ...probe, result };
    },
  };
}
