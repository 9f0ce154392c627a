import { generateKeyPairSync } from 'node:crypto';
import type { Authority } from '../../core/tls.ts';
import { pemOf } from './keys.ts';
import { type Keys, writeCertificate } from './write-certificate.ts';

const DAY = 86_400_000;

/** The name that a root has. */
export const ROOT = 'gatecrash test root';
/** The name of the intermediate, which signs the certificates of servers and clients. */
export const INTERMEDIATE = 'gatecrash test intermediate';

/** A root of our own, made at run time and good for a month: there is no key to leak, and none that expires in a file. */
export function makeAuthority(): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const middle = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = (subject: string, { publicKey }: Keys) =>
    writeCertificate({
      subject,
      issuer: ROOT,
      publicKey,
      signedBy: keys,
      from: new Date(Date.now() - DAY),
      until: new Date(Date.now() + 30 * DAY),
      names: null,
    });
  return {
    certificate: signed(ROOT, keys),
    key: pemOf(keys),
    intermediate: { certificate: signed(INTERMEDIATE, middle), key: pemOf(middle) },
  };
}
