import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { DER } from './der.ts';

/** A key pair. */
export interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** What is written into a certificate. */
export interface CertificateText {
  readonly subject: string;
  readonly issuer: string;
  /** Whose certificate it is. */
  readonly publicKey: KeyObject;
  /** Of the issuer. */
  readonly signedBy: Keys;
  readonly from: Date;
  readonly until: Date;
  /** DNS names; null for an authority, which may sign certificates. */
  readonly names: readonly string[] | null;
  /** Whose purpose it is for; a server's by default. */
  readonly purpose?: 'server' | 'client' | undefined;
  /** At random by default. */
  readonly serial?: Buffer | undefined;
  readonly hash?: 'sha256' | 'sha1' | undefined;
  /** So many octets of no meaning, in an extension that nobody needs to understand. */
  readonly ballast?: number | undefined;
}

/** ECDSA over these hashes (RFC 5758 section 3.2; RFC 3279 section 2.2.3 for SHA-1). */
export const ECDSA = { sha256: '1.2.840.10045.4.3.2', sha1: '1.2.840.10045.4.1' } as const;
/** Extensions (RFC 5280 section 4.2.1), and the purpose of a server. */
const OID = {
  commonName: '2.5.4.3',
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeName: '2.5.29.17',
  constraints: '2.5.29.19',
  authorityKey: '2.5.29.35',
  purpose: '2.5.29.37',
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  // RFC 5612 keeps enterprise number 32473 for examples.
  ballast: '1.3.6.1.4.1.32473.1',
} as const;

/** An X.509 certificate (RFC 5280) in PEM, signed by an elliptic curve key. */
export function writeCertificate(text: CertificateText): string {
  const algorithm = DER.sequence(DER.oid(ECDSA[text.hash ?? 'sha256']));
  const content = DER.sequence(
    DER.tagged(0, DER.integer(Buffer.from([2]))),
    DER.integer(text.serial ?? serial()),
    algorithm,
    nameOf(text.issuer),
    DER.sequence(DER.time(text.from), DER.time(text.until)),
    nameOf(text.subject),
    text.publicKey.export({ type: 'spki', format: 'der' }),
    DER.tagged(3, DER.sequence(...extensions(text))),
  );
  const signature = sign(text.hash ?? 'sha256', content, text.signedBy.privateKey);
  return toPem('CERTIFICATE', DER.sequence(content, algorithm, DER.bits(signature)));
}

/** Positive, and at most 20 octets (RFC 5280 section 4.1.2.2). */
function serial(): Buffer {
  return Buffer.concat([Buffer.from([0x40]), randomBytes(15)]);
}

/** A name that has a common name alone. */
export function nameOf(commonName: string): Buffer {
  return DER.sequence(DER.set(DER.sequence(DER.oid(OID.commonName), DER.text(commonName))));
}

function extensions({ names, publicKey, signedBy, ballast, purpose = 'server' }: CertificateText): Buffer[] {
  const both = [
    extension(OID.subjectKey, DER.octets(keyId(publicKey))),
    authorityKey(signedBy),
    ...(ballast ? [extension(OID.ballast, DER.octets(Buffer.alloc(ballast)))] : []),
  ];
  // Bits: digitalSignature is the first of nine; keyCertSign and cRLSign are the sixth and the seventh.
  if (names === null)
    return [
      critical(OID.constraints, DER.sequence(DER.boolean(true))),
      critical(OID.keyUsage, DER.bits(Buffer.from([0b0000_0110]), 1)),
      ...both,
    ];
  return [
    critical(OID.constraints, DER.sequence()),
    critical(OID.keyUsage, DER.bits(Buffer.from([0b1000_0000]), 7)),
    extension(OID.purpose, DER.sequence(DER.oid(OID[purpose]))),
    extension(OID.alternativeName, DER.sequence(...names.map((name) => DER.implicit(2, Buffer.from(name, 'ascii'))))),
    ...both,
  ];
}

/** Which of the issuer's keys has signed. */
export function authorityKey({ publicKey }: Keys): Buffer {
  return extension(OID.authorityKey, DER.sequence(DER.implicit(0, keyId(publicKey))));
}

/** An extension that need not be understood. */
export function extension(oid: string, content: Buffer): Buffer {
  return DER.sequence(DER.oid(oid), DER.octets(content));
}

function critical(oid: string, content: Buffer): Buffer {
  return DER.sequence(DER.oid(oid), DER.boolean(true), DER.octets(content));
}

/** RFC 5280 section 4.2.1.2, in the manner of RFC 7093: any 160 bits that tell keys apart. */
function keyId(key: KeyObject): Buffer {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

/** Octets of a kind as text. */
export function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
