import { Refused } from './refused.ts';

/** Taken at a time, in bytes. */
const PIECE = 4 * 1024 * 1024;

/**
 * Takes memory until the kernel kills this process, which does nothing else meanwhile. Throws where it has taken so many
 * bytes and still lives: there was no limit, and a machine's memory is not ours to take.
 */
export function exhaust(bytes: number): never {
  const taken: Buffer[] = [];
  // Memory counts once it is written to.
  while (taken.length * PIECE < bytes) taken.push(Buffer.alloc(PIECE, 1));
  throw new Refused(409, 'not-killed', `${taken.length * PIECE} bytes were taken, and nobody killed this process`);
}
