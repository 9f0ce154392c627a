import { sign } from 'node:crypto';
import { DER } from './der.ts';
import { authorityKey, ECDSA, extension, type Keys, nameOf, toPem } from './write-certificate.ts';

/** Extension (RFC 5280 section 5.2.3). */
const NUMBER = '2.5.29.20';

/** What is written into a revocation list. */
export interface RevocationListText {
  /** The common name of who signs it. */
  readonly issuer: string;
  readonly signedBy: Keys;
  /** The serial numbers that were revoked when the list begins, in octets. */
  readonly serials: readonly Buffer[];
  readonly from: Date;
  readonly until: Date;
}

/** A certificate revocation list (RFC 5280 section 5) in PEM, signed by an elliptic curve key. */
export function writeRevocationList({ issuer, signedBy, serials, from, until }: RevocationListText): string {
  const algorithm = DER.sequence(DER.oid(ECDSA.sha256));
  const revoked = serials.map((serial) => DER.sequence(DER.integer(serial), DER.time(from)));
  const content = DER.sequence(
    // Version 2 is written as 1.
    DER.integer(Buffer.from([1])),
    algorithm,
    nameOf(issuer),
    DER.time(from),
    DER.time(until),
    // An empty list of them may not stand there.
    ...(revoked.length > 0 ? [DER.sequence(...revoked)] : []),
    DER.tagged(0, DER.sequence(authorityKey(signedBy), extension(NUMBER, DER.integer(Buffer.from([1]))))),
  );
  const signature = sign('sha256', content, signedBy.privateKey);
  return toPem('X509 CRL', DER.sequence(content, algorithm, DER.bits(signature)));
}
