import { once } from 'node:events';
import type { Address } from '../../core/gateway.ts';
import { endpointOf } from '../../core/unix-socket.ts';
import type { ErrorType } from './error-types.ts';
import { ClientGone, UpstreamFailure } from './failures.ts';
import { secure } from './secure.ts';
import { type UpstreamLine, UpstreamSocket } from './upstream-socket.ts';
import type { UpstreamTls } from './upstream-tls.ts';

/**
 * What connect(2) met -> RFC 9209 error type. EACCES is a prohibit route, EINVAL a blackhole route (ip-route(8)), ENOENT a Unix
 * socket that is not there.
 */
const CONNECT_ERRORS: Readonly<Record<string, ErrorType>> = {
  ECONNREFUSED: 'connection_refused',
  ENOENT: 'connection_refused',
  // The accept queue of a Unix socket is full: connect(2).
  EAGAIN: 'connection_refused',
  ECONNRESET: 'connection_terminated',
  ETIMEDOUT: 'connection_timeout',
  EHOSTUNREACH: 'destination_ip_unroutable',
  ENETUNREACH: 'destination_ip_unroutable',
  EACCES: 'destination_ip_unroutable',
  EPERM: 'destination_ip_unroutable',
  EINVAL: 'destination_ip_unroutable',
  ENOTFOUND: 'dns_error',
  EAI_AGAIN: 'dns_error',
};

/** Connects within `ms` milliseconds, with TLS where there is a `trust`. Rejects with an UpstreamFailure, or with ClientGone where `gone` fires first. */
export async function connect(
  address: Address,
  ms: number,
  gone: AbortSignal,
  trust: UpstreamTls | null = null,
): Promise<UpstreamLine> {
  const socket = new UpstreamSocket();
  const late = AbortSignal.timeout(ms);
  try {
    socket.connect(endpointOf(address));
    const signal = AbortSignal.any([gone, late]);
    await once(socket, 'connect', { signal });
    return trust ? await secure(socket, trust, signal) : socket;
  } catch (error) {
    socket.on('error', () => undefined);
    socket.destroy();
    if (gone.aborted) throw new ClientGone();
    if (error instanceof UpstreamFailure) throw error;
    throw late.aborted ? new UpstreamFailure('connection_timeout', `not connected in ${ms} ms`) : connectFailure(error);
  }
}

/** Any other errno is a shortage of our own: file descriptors, ports, memory. */
function connectFailure(error: unknown): UpstreamFailure {
  const code = (error as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
  return new UpstreamFailure(CONNECT_ERRORS[code] ?? 'proxy_internal_error', code);
}
