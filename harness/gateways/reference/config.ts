import { readFileSync } from 'node:fs';
import type { Timeouts } from '../../core/evidence.ts';
import type { Address, ROUTES, Slot } from '../../core/gateway.ts';

/** The content of the gateway's configuration file. */
export interface ReferenceConfig {
  /** One listener each, with upstreams of its own. */
  readonly slots: readonly Slot[];
  /** Path prefixes, most specific first. */
  readonly routes: typeof ROUTES;
  /** In milliseconds. */
  readonly timeouts: Timeouts;
  /** Keep upstream connections open between requests. */
  readonly keepalive: boolean;
  /** Where upstream names are asked for; null where the upstreams are addresses. */
  readonly resolver: Address | null;
}

/** Reads a configuration file as `reference.ts` writes it. Throws where there is none, or it is not JSON. */
export function readConfig(path: string): ReferenceConfig {
  return JSON.parse(readFileSync(path, 'utf8')) as ReferenceConfig;
}
