import type { Timeouts } from './evidence.ts';
import type { Gateway } from './gateway.ts';
import type { GatewaySettings } from './scenario.ts';

/** How often a gateway's longest timeout a client waits for the end of an exchange: what lasts longer hangs. */
const PATIENCE = 5;
/** How long a client waits for what should have come at a bound, in milliseconds, so that what came late is told as late. */
const GRACE = 1000;
/** How long a client waits where the configuration sets timeouts of its own, unless --max-wait says otherwise. */
export const MAX_WAIT = 10_000;

/** By what answers are judged, and how long one is waited for; all in milliseconds. */
export interface Times {
  readonly timeouts: Timeouts;
  readonly patience: number;
}

/**
 * The times of a gateway that is given these timeouts. Where the user's own configuration rules, what it was declared to
 * say holds, but nobody waits longer than `maxWait`: an answer that has not come by then is a finding about it.
 */
export function timesOf(gateway: Pick<Gateway, 'timeouts' | 'fixed'>, given: Timeouts, maxWait: number): Times {
  if (!gateway.fixed) {
    const timeouts = gateway.timeouts ?? given;
    return { timeouts, patience: PATIENCE * longest(timeouts) };
  }
  const { connect, read } = gateway.timeouts ?? { connect: maxWait, read: maxWait };
  const timeouts = { connect: Math.min(connect, maxWait), read: Math.min(read, maxWait) };
  return { timeouts, patience: Math.min(PATIENCE * longest(timeouts), maxWait + GRACE) };
}

/** The times of a case whose settings may ask for timeouts of its own; a gateway without its own then has these. */
export function timesAsked(usual: Times, { timeouts: asked }: Pick<GatewaySettings, 'timeouts'>): Times {
  if (!asked) return usual;
  const timeouts = withAsked(usual.timeouts, asked);
  return { timeouts, patience: PATIENCE * longest(timeouts) };
}

/** Timeouts with those in their place that are asked for. */
export function withAsked({ connect, read }: Timeouts, asked: Partial<Timeouts> = {}): Timeouts {
  return { connect: asked.connect ?? connect, read: asked.read ?? read };
}

function longest({ connect, read }: Timeouts): number {
  return Math.max(connect, read);
}
