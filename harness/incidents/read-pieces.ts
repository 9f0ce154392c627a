import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { messageOf, ProblemError } from '../core/problem.ts';

const PIECE = 65_536;

/** The first octets of what is packed or is not UTF-8, and what makes it so. */
const FORMS: readonly { readonly head: readonly number[]; readonly unpack: () => Transform }[] = [
  { head: [0x1f, 0x8b], unpack: () => createGunzip() },
  { head: [0x28, 0xb5, 0x2f, 0xfd], unpack: () => createZstdDecompress() },
  // What PowerShell's > writes.
  { head: [0xff, 0xfe], unpack: fromUtf16 },
];

/**
 * Hands every piece of a log to `take`: of a file, packed (gzip, zstd) or not, or of stdin where it is `-`.
 *
 * @throws {ProblemError} usage: it cannot be read to its end
 */
export async function readPieces(file: string, stdin: Readable, take: (piece: Buffer) => void): Promise<void> {
  try {
    const stream = file === '-' ? stdin : await opened(file);
    for await (const piece of stream) take(piece as Buffer);
  } catch (cause) {
    const hint = 'give the path of a log, or - to read it from stdin';
    const problem = { code: 'unreadable-log', message: `${file} cannot be read: ${messageOf(cause)}`, hint };
    throw new ProblemError('usage', [problem], { cause });
  }
}

async function opened(file: string): Promise<Readable> {
  await using handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  const form = FORMS.find(({ head }) => head.every((octet, index) => octet === buffer[index]));
  const stream = createReadStream(file, { highWaterMark: PIECE });
  if (!form) return stream;
  const unpacked = form.unpack();
  stream.on('error', (error) => unpacked.destroy(error));
  return stream.pipe(unpacked);
}

/** UTF-16 (little-endian, with its mark) as UTF-8. */
function fromUtf16(): Transform {
  const decoder = new TextDecoder('utf-16le');
  return new Transform({
    transform: (piece: Buffer, _, done) => done(null, Buffer.from(decoder.decode(piece, { stream: true }))),
  });
}
