import type { Effect } from './effect.ts';
import { HEALTHY_REQUEST, REQUEST_BY_REQUEST } from './script.ts';

/** The effect of an upstream whose first request stops all of its process for `ms` milliseconds, asleep or `busy`, before it is answered. */
export function firstRequestBlocks(ms: number, busy: boolean): Effect {
  const steps = [{ do: 'read', what: 'body' }, { do: 'block', ms, busy }, { do: 'answer' }] as const;
  const requests = { list: [{ steps }], rest: HEALTHY_REQUEST };
  return { place: 'script', script: { connections: [], rest: REQUEST_BY_REQUEST, requests } };
}
