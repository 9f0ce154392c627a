import { once } from 'node:events';
import { createServer } from 'node:net';
import { hostAddress } from './host-address.ts';

/**
 * The address of this machine by which the engine's ports are reached; null where the engine runs elsewhere. Testcontainers
 * names the bridge's address instead of localhost where it believes to run in a container itself; an engine inside that
 * same container publishes there too. To listen on it is the one sure test: a bridge without containers is in no list of
 * interfaces.
 */
export async function ownAddress(host: string): Promise<string | null> {
  const address = hostAddress(host);
  const server = createServer();
  try {
    server.listen(0, address);
    await once(server, 'listening');
    return address;
  } catch {
    return null;
  } finally {
    server.close();
  }
}
