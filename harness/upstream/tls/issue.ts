import { generateKeyPairSync } from 'node:crypto';
import { type Authority, type CertificateKind, TLS_NAME } from '../../core/tls.ts';
import { keysOf, pemOf } from './keys.ts';
import { INTERMEDIATE, makeAuthority, ROOT } from './make-authority.ts';
import { REVOKED_SERIAL } from './revocation-lists.ts';
import { type CertificateText, type Keys, writeCertificate } from './write-certificate.ts';

const DAY = 86_400_000;
/** More than OpenSSL takes of a chain (SSL_CTX_set_max_cert_list(3): 100 KiB) and than Go does (256 KiB). */
const BALLAST = { certificates: 24, octets: 16_000 };

/** What a server shows: its certificate and those behind it, and the key of the first. PEM. */
export interface Issued {
  readonly chain: string;
  readonly key: string;
}

/** A certificate for an upstream, with what makes it the kind that is asked for; `names` are others that it has as well. */
export function issue(kind: CertificateKind, authority: Authority, names: readonly string[] = []): Issued {
  const issuer = kind === 'unknown-root' ? makeAuthority() : authority;
  const middle = keysOf(issuer.intermediate);
  const own = kind === 'rsa-1024' ? generateKeyPairSync('rsa', { modulusLength: 1024 }) : ellipticKeys();
  const text: CertificateText = {
    subject: TLS_NAME,
    issuer: INTERMEDIATE,
    publicKey: own.publicKey,
    signedBy: middle,
    names: [TLS_NAME, ...names],
    ...between(-1, 30),
  };
  const key = pemOf(own);
  const leaf = (changes: Partial<CertificateText>) => writeCertificate({ ...text, ...changes });
  const chain = (changes: Partial<CertificateText>) => ({
    key,
    chain: leaf(changes) + issuer.intermediate.certificate,
  });
  switch (kind) {
    case 'expired':
      return chain(between(-30, -1));
    case 'not-yet-valid':
      return chain(between(1, 30));
    case 'wrong-name':
      return chain({ subject: 'elsewhere.gatecrash.test', names: ['elsewhere.gatecrash.test'] });
    case 'self-signed':
      return { key, chain: leaf({ issuer: TLS_NAME, signedBy: own }) };
    case 'missing-intermediate':
      return { key, chain: leaf({}) };
    case 'sha1-signature':
      return chain({ hash: 'sha1' });
    case 'oversized-chain':
      return { key, chain: leaf({}) + issuer.intermediate.certificate + ballast(keysOf(issuer)) };
    case 'revoked':
      return chain({ serial: REVOKED_SERIAL });
    default:
      return chain({});
  }
}

/** Certificates that belong to no chain of ours. */
function ballast(root: Keys): string {
  const { publicKey } = ellipticKeys();
  const one = (_: unknown, index: number) =>
    writeCertificate({
      ...between(-1, 30),
      ...signer(`gatecrash test bystander ${index}`, ROOT),
      publicKey,
      signedBy: root,
      ballast: BALLAST.octets,
    });
  return Array.from({ length: BALLAST.certificates }, one).join('');
}

function signer(subject: string, issuer: string) {
  return { subject, issuer, names: null };
}

/** In days from now. */
function between(from: number, until: number) {
  return { from: new Date(Date.now() + from * DAY), until: new Date(Date.now() + until * DAY) };
}

function ellipticKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
