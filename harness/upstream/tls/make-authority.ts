import { generateKeyPairSync } from 'node:crypto';
import type { Authority } from '../../core/tls.ts';
import { writeCertificate } from './write-certificate.ts';

const DAY = 86_400_000;

/** The name that a root has. */
export const ROOT = 'gatecrash test root';

/** A root of our own, made at run time and good for a month: there is no key to leak, and none that expires in a file. */
export function makeAuthority(): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = writeCertificate({
    subject: ROOT,
    issuer: ROOT,
    publicKey: keys.publicKey,
    signedBy: keys,
    from: new Date(Date.now() - DAY),
    until: new Date(Date.now() + 30 * DAY),
    names: null,
  });
  return { certificate, key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
