import { readFileSync } from 'node:fs';
import type { Timeouts } from '../../core/evidence.ts';
import type { Address, Slot } from '../../core/gateway.ts';
import type { PoolLimit } from '../../core/scenario.ts';
import type { TlsTrust } from '../../core/tls.ts';

/** The content of the gateway's configuration file. */
export interface ReferenceConfig {
  /** One listener each, with upstreams of its own. */
  readonly slots: readonly Slot[];
  /** In milliseconds. */
  readonly timeouts: Timeouts;
  /** Keep upstream connections open between requests. */
  readonly keepalive: boolean;
  /** Given for one attempt at each request and no more. */
  readonly retries?: 'off' | undefined;
  /** How many requests one upstream may have at once. */
  readonly pool?: PoolLimit | undefined;
  /** Store responses that say how long they are fresh, for each listener apart. */
  readonly cache: boolean;
  /** Speak TLS to the upstreams. */
  readonly tls?: boolean | undefined;
  /** Show them a certificate, ask revocation lists about theirs, and keep sessions with them. */
  readonly clientCertificate?: boolean | undefined;
  readonly revocation?: boolean | undefined;
  readonly sessions?: boolean | undefined;
  /** What those are verified by that speak TLS. */
  readonly trust?: TlsTrust | undefined;
  /** Where upstream names are asked for; null where the upstreams are addresses. */
  readonly resolver: Address | null;
}

/** Reads a configuration file as `reference.ts` writes it. Throws where there is none, or it is not JSON. */
export function readConfig(path: string): ReferenceConfig {
  return JSON.parse(readFileSync(path, 'utf8')) as ReferenceConfig;
}
