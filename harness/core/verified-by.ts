import type { SecureContextOptions } from 'node:tls';
import type { TlsTrust } from './tls.ts';

/** Options of Node's TLS clients and agents that verify upstreams, and show them a certificate, as they are told to. */
export function verifiedBy({ ca, name, identity, revoked }: TlsTrust): SecureContextOptions & { servername: string } {
  return {
    ca,
    servername: name,
    ...(identity && { cert: identity.certificate, key: identity.key }),
    ...(revoked && { crl: [...revoked] }),
  };
}
