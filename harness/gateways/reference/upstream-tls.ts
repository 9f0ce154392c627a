import type { TlsTrust } from '../../core/tls.ts';
import type { ReferenceConfig } from './config.ts';

/** How TLS is spoken to one upstream. */
export interface UpstreamTls extends TlsTrust {
  /** The session that it gave last and that was not offered yet; absent where none are kept. */
  readonly kept?: { session: Buffer | null } | undefined;
}

/** What the configuration of a slot asks for; null where it asks for no TLS. */
export function upstreamTls({
  tls,
  trust,
  clientCertificate,
  revocation,
  sessions,
}: ReferenceConfig): UpstreamTls | null {
  if (!tls || !trust) return null;
  return {
    ca: trust.ca,
    name: trust.name,
    identity: clientCertificate ? trust.identity : undefined,
    revoked: revocation ? trust.revoked : undefined,
    kept: sessions ? { session: null } : undefined,
  };
}
