import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ranges are three neighbouring second octets of 127.0.0.0/8; 127.0.x.y is left to the machine. */
const FIRST = 4;
const LAST = 250;
const WIDTH = 3;
/** A port nobody asks for; whoever listens on it at the end of a range has claimed the range. */
const CLAIM_PORT = 47_811;

/**
 * Claims loopback addresses for a worker that shares the machine's network with other runs. A range is claimed by a
 * listener for as long as this process lives, so that it is free again after any kind of end. Null where 127.0.0.1 is the
 * only loopback address.
 */
export async function claimRange(): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  for (let second = FIRST; second <= LAST; second += WIDTH) if (await claim(`127.${second}.255.254`)) return second;
  throw new Error('every loopback range is in use by another run');
}

async function claim(host: string): Promise<boolean> {
  const server = createServer().listen(CLAIM_PORT, host);
  try {
    await once(server, 'listening');
    server.unref();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}
