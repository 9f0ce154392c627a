import type { Authority } from '../../core/tls.ts';
import { keysOf } from './keys.ts';
import { INTERMEDIATE, ROOT } from './make-authority.ts';
import { writeRevocationList } from './write-revocation-list.ts';

const DAY = 86_400_000;

/** The serial number that the intermediate has revoked, in octets. */
export const REVOKED_SERIAL = Buffer.from('5245564f4b4544', 'hex');

/** The lists of an authority, PEM: its root has revoked nothing, and its intermediate one certificate, yesterday. */
export function revocationLists(authority: Authority): readonly string[] {
  const from = new Date(Date.now() - DAY);
  const until = new Date(Date.now() + 30 * DAY);
  return [
    writeRevocationList({ issuer: ROOT, signedBy: keysOf(authority), serials: [], from, until }),
    writeRevocationList({
      issuer: INTERMEDIATE,
      signedBy: keysOf(authority.intermediate),
      serials: [REVOKED_SERIAL],
      from,
      until,
    }),
  ];
}
