/** The certificates that an upstream can show; what is wrong with each is in its name. */
export const CERTIFICATES = [
  'good',
  'expired',
  'not-yet-valid',
  'wrong-name',
  'self-signed',
  'unknown-root',
  'missing-intermediate',
  'sha1-signature',
  'rsa-1024',
  'oversized-chain',
  'revoked',
] as const;

/** One of the certificates. */
export type CertificateKind = (typeof CERTIFICATES)[number];

/** The versions of TLS, as Node names them. */
export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

/** One of the versions. */
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** What a server that wants a certificate of its client takes: one of our root, or one of another root of that name. */
export const CLIENT_CERTIFICATES = ['required', 'rotated'] as const;

/** How an upstream speaks TLS; what is not given is as a healthy server has it. */
export interface TlsProfile {
  readonly certificate?: CertificateKind | undefined;
  /** The lowest and the highest protocol version; 1.2 to 1.3 by default. */
  readonly versions?: readonly [TlsVersion, TlsVersion] | undefined;
  /** The cipher suites of TLS 1.3, by their names in RFC 8446 appendix B.4; all that OpenSSL has by default. */
  readonly suites?: readonly string[] | undefined;
  /** Protocols to choose from, where the client names some (RFC 7301). */
  readonly alpn?: readonly string[] | undefined;
  /**
   * The handshake fails where the client shows no certificate; where the one that it shows does not lead to the root, a fatal
   * alert is sent, in TLS 1.3 behind the handshake.
   */
  readonly clientCertificate?: (typeof CLIENT_CERTIFICATES)[number] | undefined;
  /** It hands out tickets and takes none back: every handshake is a whole one. A healthy server takes its own back. */
  readonly sessions?: 'refused' | undefined;
  /** The server's part of the handshake leaves in pieces of so many octets, one each `every` milliseconds. */
  readonly drip?: { readonly piece: number; readonly every: number } | undefined;
}

/** A certificate and its private key. PEM. */
export interface Identity {
  /** The certificate, and those behind it that lead to the root. */
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority: its root, and the intermediate that signs for it. PEM. */
export interface Authority extends Identity {
  readonly intermediate: Identity;
}

/** What a gateway verifies its upstreams by. */
export interface TlsTrust {
  /** The certificate of the one root that it trusts. PEM. */
  readonly ca: string;
  /** What it shows to upstreams that want a certificate; absent where it is not to. */
  readonly identity?: Identity | undefined;
  /** The revocation lists of the root and of the intermediate, PEM; absent where it is to ask none. */
  readonly revoked?: readonly string[] | undefined;
  /** Whether sessions are kept and offered again. */
  readonly sessions?: boolean | undefined;
  /** The name that it asks for (SNI) and that the certificate must be for; upstreams are addresses. */
  readonly name: string;
}

/** The name in the certificates of all upstreams (RFC 6761 section 6.2: `test` belongs to nobody). */
export const TLS_NAME = 'upstream.gatecrash.test';
