import type { UpstreamStep } from '../core/script.ts';
import type { Connection } from './connection.ts';
import type { StepEnd } from './steps.ts';

/** Gives a signal: whoever controls the upstream hears of it, and hands it on. */
export function giveSignal(
  { host, ordinal }: Connection,
  { signal }: Extract<UpstreamStep, { do: 'signal' }>,
): undefined {
  host.observe({ kind: 'signalled', connection: ordinal, signal });
}

/** Waits for a signal of a client or of an upstream, which the controller hands on. */
export async function awaitSignal(
  connection: Connection,
  { signal, within }: Extract<UpstreamStep, { do: 'await' }>,
): Promise<StepEnd> {
  const { host, ordinal, inbox } = connection;
  const released = connection.untilReleased(within);
  const id = inbox.current?.head.id ?? null;
  host.observe({ kind: 'waiting', connection: ordinal, what: 'signal', id, signal });
  return { note: (await released) ? 'signalled' : 'nobody signalled' };
}
