import type { Writable } from 'node:stream';

/** A reader that went away (`gatecrash list | head`) is no failure: what would be written to it is dropped. */
export function quietPipe(stream: Writable): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
