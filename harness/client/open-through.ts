import type { Address, Way } from '../core/gateway.ts';
import { ClientConnection } from './client-connection.ts';

/** Starts to connect to a gateway, as the way through it wants: for its Host, and in TLS where it speaks that. */
export function openThrough(listen: Address, { host, tls }: Way, client: string, ordinal: number): ClientConnection {
  return ClientConnection.open(listen, { client, ordinal, host, tls });
}
