import type { Effect } from './effect.ts';
import type { UpstreamStep } from './script.ts';

/** The effect of an upstream that plays these steps, once, on each of its connections. */
export function everyConnection(...steps: readonly UpstreamStep[]): Effect {
  return { place: 'script', script: { connections: [], rest: { steps } } };
}
