import { createServer, type TLSSocket } from 'node:tls';
import type { Authority, CertificateKind, TlsProfile } from '../../core/tls.ts';
import { type Issued, issue } from './issue.ts';
import type { TlsLine } from './tls-line.ts';

/** How a handshake ended: with a connection, or with the reason why there is none. */
export type Handshake = { readonly socket: TLSSocket; readonly detail: string } | { readonly failed: string };

/** Security level 0 lets OpenSSL show what a client should refuse: old versions, short keys, SHA-1. */
const ANY = ['DEFAULT', '@SECLEVEL=0'];

/** The TLS side of one upstream: certificates by kind, each issued once. */
export class TlsServer {
  readonly authority: Authority;
  readonly #names: readonly string[];
  readonly #issued = new Map<CertificateKind, Issued>();

  constructor(authority: Authority, names: readonly string[] = []) {
    this.authority = authority;
    this.#names = names;
  }

  /** Carries out the server's part of a handshake; resolves when it is over, whatever came of it. */
  async handshake(line: TlsLine, profile: TlsProfile): Promise<Handshake> {
    const { chain, key } = this.#issue(profile.certificate ?? 'good');
    const [minVersion, maxVersion] = profile.versions ?? ['TLSv1.2', 'TLSv1.3'];
    const { promise, resolve } = Promise.withResolvers<Handshake>();
    const server = createServer({
      cert: chain,
      key,
      minVersion,
      maxVersion,
      ciphers: [...(profile.suites ?? []), ...ANY].join(':'),
      ...(profile.alpn ? { ALPNProtocols: [...profile.alpn] } : {}),
      requestCert: profile.clientCertificate === 'required',
      rejectUnauthorized: profile.clientCertificate === 'required',
    });
    server.on('keylog', (text: Buffer) => line.own.learn(text.toString('latin1')));
    server.on('secureConnection', (socket) => {
      line.own.agreed(socket.getCipher().standardName);
      resolve({ socket, detail: describe(socket) });
    });
    server.on('tlsClientError', (error) => resolve({ failed: error.message }));
    for (const end of ['end', 'close']) line.once(end, () => resolve({ failed: 'the peer left in the handshake' }));
    server.emit('connection', line);
    return await promise;
  }

  #issue(kind: CertificateKind): Issued {
    const issued = this.#issued.get(kind) ?? issue(kind, this.authority, this.#names);
    this.#issued.set(kind, issued);
    return issued;
  }
}

function describe(socket: TLSSocket): string {
  const protocol = socket.alpnProtocol ? `, ${socket.alpnProtocol}` : '';
  return `${socket.getProtocol()}, ${socket.getCipher().name}${protocol}`;
}
