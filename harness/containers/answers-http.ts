import { connect } from 'node:net';
import type { Address } from '../core/gateway.ts';

/** How long a server may take over its answer before it is asked again, in milliseconds. */
const PATIENCE = 2000;

/** No request: every HTTP server refuses it by itself, so that a gateway asks no upstream for it. */
const NO_REQUEST = 'gatecrash: are you ready?\r\n\r\n';

/**
 * Whether an HTTP server answers at an address. That it accepts would not do: Docker's proxy accepts on the host before
 * anything listens in the container.
 */
export function answersHttp({ host, port }: Address): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: PATIENCE });
  socket.once('connect', () => socket.write(NO_REQUEST));
  socket.once('data', () => resolve(true));
  for (const end of ['error', 'close', 'timeout']) socket.on(end, () => resolve(false));
  return promise.finally(() => socket.destroy());
}
