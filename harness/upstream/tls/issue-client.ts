import { generateKeyPairSync } from 'node:crypto';
import type { Authority, Identity } from '../../core/tls.ts';
import { keysOf, pemOf } from './keys.ts';
import { INTERMEDIATE } from './make-authority.ts';
import { writeCertificate } from './write-certificate.ts';

const DAY = 86_400_000;

/** A certificate for a gateway, by which its upstreams know it: good for a month, and for clients alone. */
export function issueClient(authority: Authority): Identity {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = writeCertificate({
    subject: 'gateway.gatecrash.test',
    issuer: INTERMEDIATE,
    publicKey: own.publicKey,
    signedBy: keysOf(authority.intermediate),
    from: new Date(Date.now() - DAY),
    until: new Date(Date.now() + 30 * DAY),
    names: ['gateway.gatecrash.test'],
    purpose: 'client',
  });
  return { certificate: certificate + authority.intermediate.certificate, key: pemOf(own) };
}
