import type { GatewaySettings } from './scenario.ts';

/** The scheme of upstream URLs. */
export function schemeOf({ tls }: GatewaySettings): 'http' | 'https' {
  return tls ? 'https' : 'http';
}
