import { connect } from 'node:net';
import { LOOP_BOUND } from '../core/loop-bound.ts';
import type { UpstreamStep } from '../core/script.ts';
import type { Connection } from './connection.ts';
import type { StepEnd } from './steps.ts';

type Splice = Extract<UpstreamStep, { do: 'splice' }>;

/** Leads the connection on to a listener; where too many were led on before, sends a FIN instead, and says so. */
export async function splice({ host, wire }: Connection, { to }: Splice): Promise<StepEnd> {
  if (to === 'gateway') throw new TypeError('nobody filled in where the gateway listens');
  if (host.nextSplice() > LOOP_BOUND) {
    await wire.fin();
    return { note: 'bound reached', over: true };
  }
  wire.divert(connect({ ...to, allowHalfOpen: true, noDelay: true }));
  return { note: 'led on', over: true };
}
