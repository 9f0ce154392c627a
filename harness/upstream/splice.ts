import { connect, type Socket } from 'node:net';
import { LOOP_BOUND } from '../core/loop-bound.ts';
import type { UpstreamStep } from '../core/script.ts';
import type { Connection } from './connection.ts';
import type { StepEnd } from './steps.ts';

type Splice = Extract<UpstreamStep, { do: 'splice' }>;

/** Leads the connection on to a listener; where too many were led on before, sends a FIN instead, and says so. */
export async function splice({ host, wire }: Connection, { to, unreachable }: Splice): Promise<StepEnd> {
  if (to === 'gateway') throw new TypeError('nobody filled in where the gateway listens');
  if (host.nextSplice() > LOOP_BOUND) {
    await wire.fin();
    return { note: 'bound reached', over: true };
  }
  const other = connect({ ...to, allowHalfOpen: true, noDelay: true });
  if (unreachable === 'close') {
    const errno = await failureOf(other);
    if (errno !== null) {
      await wire.fin();
      return { note: errno, over: true };
    }
  }
  wire.divert(other);
  return { note: 'led on', over: true };
}

/** Null once the socket is connected; else why it cannot be. */
function failureOf(socket: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(null));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
