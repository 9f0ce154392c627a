import type { ClientConnection } from './client-connection.ts';
import { TIMEOUTS } from './timeouts.ts';
import type { Upload } from './upload.ts';

/**
 * Closes a client's connection in stages (RFC 9112 section 9.6): a FIN at once, then whatever the client still sends is
 * read until it closes too or a bound is reached. An earlier close() would send an RST, which can destroy the response
 * before the client has read it.
 */
export async function closeInStages(client: ClientConnection, upload: Upload | null): Promise<void> {
  client.halfClose();
  client.patience = TIMEOUTS.lingerQuiet;
  const deadline = setTimeout(() => client.destroy(), TIMEOUTS.linger);
  try {
    await upload?.settled();
    while ((await client.read()) !== null);
  } catch {
    // Gone or silent: there is nobody left to be kind to.
  } finally {
    clearTimeout(deadline);
    client.destroy();
  }
}
