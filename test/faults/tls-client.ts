import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import type { Address } from '../../harness/core/gateway.ts';
import { type Authority, TLS_NAME } from '../../harness/core/tls.ts';

/** How a verifying client fared: the code of its error, or the version that was agreed on. */
export interface Fared {
  readonly socket: TLSSocket;
  readonly result: string;
}

/** Node's own TLS client, which verifies the chain and the name; it waits for its handshake. */
export async function tlsClient(address: Address, { certificate }: Authority, more: object = {}): Promise<Fared> {
  const socket = connect({ ...address, ca: certificate, servername: TLS_NAME, ...more });
  try {
    await once(socket, 'secureConnect');
    return { socket, result: socket.getProtocol() ?? '' };
  } catch (error) {
    return { socket, result: (error as NodeJS.ErrnoException).code ?? '' };
  }
}
