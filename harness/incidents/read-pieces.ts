import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { messageOf, ProblemError } from '../core/problem.ts';

const PIECE = 262_144;

/** The first octets of what is packed or is not UTF-8, and what makes it so. */
const FORMS: readonly { readonly head: readonly number[]; readonly unpack: () => Transform }[] = [
  { head: [0x1f, 0x8b], unpack: () => createGunzip() },
  { head: [0x28, 0xb5, 0x2f, 0xfd], unpack: () => createZstdDecompress() },
  // What PowerShell's > writes.
  { head: [0xff, 0xfe], unpack: fromUtf16 },
];

/**
 * Hands every piece of a log to `take`, which must not keep it: of a file, packed (gzip, zstd) or not, or of stdin where it is `-`.
 *
 * @throws {ProblemError} usage: it cannot be read to its end
 */
export async function readPieces(file: string, stdin: Readable, take: (piece: Buffer) => void): Promise<void> {
  try {
    if (file === '-') await passOn(stdin, take);
    else await readFile(file, take);
  } catch (cause) {
    const hint = 'give the path of a log, or - to read it from stdin';
    const problem = { code: 'unreadable-log', message: `${file} cannot be read: ${messageOf(cause)}`, hint };
    throw new ProblemError('usage', [problem], { cause });
  }
}

async function passOn(stream: Readable, take: (piece: Buffer) => void): Promise<void> {
  for await (const piece of stream) take(piece as Buffer);
}

/** A plain file is read into one buffer again and again, so that a log of any length leaves nothing to be collected. */
async function readFile(file: string, take: (piece: Buffer) => void): Promise<void> {
  await using handle = await open(file);
  const buffer = Buffer.alloc(PIECE);
  const first = await handle.read(buffer, 0, PIECE, null);
  const form = FORMS.find(({ head }) => head.every((octet, index) => octet === buffer[index]));
  if (form) {
    const stream = createReadStream(file);
    const unpacked = form.unpack();
    stream.on('error', (error) => unpacked.destroy(error));
    await passOn(stream.pipe(unpacked), take);
    return;
  }
  for (let { bytesRead } = first; bytesRead > 0; { bytesRead } = await handle.read(buffer, 0, PIECE, null))
    take(buffer.subarray(0, bytesRead));
}

/** UTF-16 (little-endian, with its mark) as UTF-8. */
function fromUtf16(): Transform {
  const decoder = new TextDecoder('utf-16le');
  return new Transform({
    transform: (piece: Buffer, _, done) => done(null, Buffer.from(decoder.decode(piece, { stream: true }))),
  });
}
