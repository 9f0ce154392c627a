import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { verifiedBy } from '../../core/verified-by.ts';
import { UpstreamFailure } from './failures.ts';
import { tlsFailure } from './tls-failure.ts';
import type { UpstreamLine, UpstreamSocket } from './upstream-socket.ts';
import type { UpstreamTls } from './upstream-tls.ts';

/**
 * Makes a connection one of TLS, and verifies the upstream: the chain and the name. Rejects with an UpstreamFailure, or as
 * the signal was aborted.
 */
export async function secure(raw: UpstreamSocket, tls: UpstreamTls, signal: AbortSignal): Promise<UpstreamLine> {
  const way = new Way(raw);
  const session = takeSession(tls);
  const options = { ...verifiedBy(tls), ...(session && { session }), ALPNProtocols: ['http/1.1'] };
  const socket = tlsConnect({ socket: way, ...options });
  socket.on('session', (given) => {
    if (tls.kept) tls.kept.session = given;
  });
  const line = Object.defineProperty(socket as TLSSocket & { broken: boolean }, 'broken', {
    get: () => raw.broken || way.cut,
  });
  watchForNotify(socket, way);
  socket.on('error', () => undefined);
  const ended = Promise.withResolvers<never>();
  socket.once('end', () => ended.reject(new UpstreamFailure('connection_terminated', 'it closed in the handshake')));
  try {
    await Promise.race([once(socket, 'secureConnect', { signal }), ended.promise]);
    return line;
  } catch (error) {
    socket.destroy();
    raw.destroy();
    throw signal.aborted || error instanceof UpstreamFailure ? error : tlsFailure(error);
  }
}

/** A ticket is offered once (RFC 8446 appendix C.4). */
function takeSession({ kept }: UpstreamTls): Buffer | null {
  const session = kept?.session ?? null;
  if (kept) kept.session = null;
  return session;
}

/** The TCP connection under TLS, which remembers that it ended before TLS did. */
class Way extends Duplex {
  readonly #raw: Socket;
  /** A FIN that no close_notify went before: what was received may be only a part (RFC 8446 section 6.1, RFC 9112 section 9.8). */
  cut = false;

  constructor(raw: Socket) {
    super({ allowHalfOpen: true });
    this.#raw = raw;
    raw.on('data', (octets: Buffer) => this.push(octets) || raw.pause());
    raw.on('end', () => this.push(null));
    raw.on('error', (error) => this.destroy(error));
    raw.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#raw.resume();
  }

  override _write(octets: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#raw.write(octets, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#raw.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#raw.destroy();
    done(error);
  }
}

/** Node reports the end of TLS and the end of TCP alike; which of them came first has to be seen where they are told. */
function watchForNotify(socket: TLSSocket, way: Way): void {
  const push = socket.push.bind(socket);
  let ended = false;
  socket.push = (octets: Buffer | null, encoding?: BufferEncoding) => {
    if (octets === null && !ended) way.cut = way.readableEnded;
    ended ||= octets === null;
    return push(octets, encoding);
  };
}
