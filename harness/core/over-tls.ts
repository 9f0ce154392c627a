import type { Effect } from './effect.ts';
import { HEALTHY, type UpstreamStep } from './script.ts';
import type { TlsProfile } from './tls.ts';

/** The effect of an upstream that is healthy but for how it speaks TLS. */
export function healthyOver(tls: TlsProfile): Effect {
  return { place: 'script', script: { ...HEALTHY, tls } };
}

/** The effect of an upstream that plays these steps once on each of its connections, once it is secured. */
export function securedConnection(...steps: readonly UpstreamStep[]): Effect {
  return { place: 'script', script: { connections: [], rest: { steps }, tls: {} } };
}

/** The effect of an upstream that reads a ClientHello on each of its connections, and plays these steps on plain TCP. */
export function afterClientHello(...steps: readonly UpstreamStep[]): Effect {
  const first = { do: 'read', what: 'client-hello' } as const;
  return { place: 'script', script: { connections: [], rest: { steps: [first, ...steps] }, tls: null } };
}
