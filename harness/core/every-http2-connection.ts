import type { Effect } from './effect.ts';
import type { Http2Conduct } from './http2-script.ts';
import type { UpstreamStep } from './script.ts';

/**
 * The effect of an upstream that plays these steps on each of its connections, and again for each stream: one that fails
 * leaves its connection to the others.
 */
export function everyHttp2Connection(http2: Http2Conduct, ...steps: readonly UpstreamStep[]): Effect {
  return { place: 'script', script: { connections: [], rest: { steps, loop: true, http2 } } };
}
