import { randomBytes } from 'node:crypto';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import type { Authority, CertificateKind, TlsProfile } from '../../core/tls.ts';
import { TLS_ALERTS } from '../../core/tls-alerts.ts';
import { type Issued, issue } from './issue.ts';
import { makeAuthority } from './make-authority.ts';
import { offersSession } from './offers-session.ts';
import type { TlsLine } from './tls-line.ts';

/** How a handshake ended: with a connection, or with the reason why there is none. */
export type Handshake = { readonly socket: TLSSocket; readonly detail: string } | { readonly failed: string };

/** Security level 0 lets OpenSSL show what a client should refuse: old versions, short keys, SHA-1. */
const ANY = ['DEFAULT', '@SECLEVEL=0'];

/** Octets of the keys that tickets are sealed with (node:tls, `ticketKeys`). */
const TICKET_KEYS = 48;
/** Content of an alert (RFC 8446 section 6): its type, and its level. */
const ALERT = 21;
const FATAL = 2;

/** The TLS side of one upstream: certificates by kind, each issued once. */
export class TlsServer {
  readonly authority: Authority;
  readonly #names: readonly string[];
  readonly #issued = new Map<CertificateKind, Issued>();
  /** By profile. */
  readonly #tickets = new Map<string, Buffer>();
  /** Of the same name as our own, and another one. */
  #otherRoot: string | null = null;

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
      ...this.#clients(profile),
      ticketKeys: profile.sessions === 'refused' ? randomBytes(TICKET_KEYS) : this.#ticketKeys(profile),
    });
    server.on('keylog', (text: Buffer) => line.own.learn(text.toString('latin1')));
    server.on('secureConnection', (socket) => {
      line.own.agreed(socket.getCipher().standardName);
      const refused = profile.clientCertificate && !socket.authorized;
      if (refused) refuse(socket, line, resolve);
      else resolve({ socket, detail: describe(socket, line) });
    });
    server.on('tlsClientError', (error) => resolve({ failed: error.message }));
    for (const end of ['end', 'close']) line.once(end, () => resolve({ failed: 'the peer left in the handshake' }));
    server.emit('connection', line);
    return await promise;
  }

  /** Node ends a connection whose client shows a certificate of an unknown root, and says nothing: then we look ourselves. */
  #clients({ clientCertificate }: TlsProfile): TlsOptions {
    if (!clientCertificate) return {};
    if (clientCertificate === 'required')
      return { requestCert: true, rejectUnauthorized: true, ca: this.authority.certificate };
    this.#otherRoot ??= makeAuthority().certificate;
    return { requestCert: true, rejectUnauthorized: false, ca: this.#otherRoot };
  }

  /** A session goes on where everything is as it was when it began: with another certificate nobody knows its ticket. */
  #ticketKeys(profile: TlsProfile): Buffer {
    const key = JSON.stringify(profile);
    const known = this.#tickets.get(key) ?? randomBytes(TICKET_KEYS);
    this.#tickets.set(key, known);
    return known;
  }

  #issue(kind: CertificateKind): Issued {
    const issued = this.#issued.get(kind) ?? issue(kind, this.authority, this.#names);
    this.#issued.set(kind, issued);
    return issued;
  }
}

/**
 * The client's certificate does not lead to the root that is asked for, or there is none. The alert waits for the request that
 * is on its way: over any real distance it comes behind it, and here it would be a race.
 */
function refuse(socket: TLSSocket, line: TlsLine, resolve: (end: Handshake) => void): void {
  const shown = Object.keys(socket.getPeerCertificate()).length > 0;
  const who = shown ? "the client's certificate is of another root" : 'the client has no certificate';
  if (!line.own.able) {
    resolve({ failed: `${who}: no alert, for it is TLS 1.2` });
    return;
  }
  const alert = shown ? 'unknown_ca' : 'certificate_required';
  socket.once('data', () => {
    void line.inject(line.own.seal(ALERT, Buffer.from([FATAL, TLS_ALERTS[alert]]))).catch(() => undefined);
    resolve({ failed: `${who}: alert ${alert}` });
  });
}

function describe(socket: TLSSocket, { hello }: TlsLine): string {
  const protocol = socket.alpnProtocol ? `, ${socket.alpnProtocol}` : '';
  const offered = hello && offersSession(hello);
  const session = socket.isSessionReused() ? ', session resumed' : offered ? ', session refused' : '';
  return `${socket.getProtocol()}, ${socket.getCipher().name}${protocol}${session}`;
}
