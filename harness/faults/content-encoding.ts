import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { defineFault, type Fault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { sendAndClose } from '../core/send-and-close.ts';

const MIB = 1024 * 1024;
/** RFC 1952 section 2.3.1: deflate, no flags, no time, of an unknown system. */
const GZIP_HEADER = '1f8b08000000000000ff';
/** RFC 1951 section 3.2.6: an empty last block. */
const LAST_BLOCK = '0300';

/** What all members of the family have in common: to a gateway that leaves contents alone they are octets like others. */
const COMMON = { group: 'body', isolate: 'none', needs: [], fired: endedIn('close') } as const;

const untrue = defineFault({
  ...COMMON,
  name: 'content-encoding-untrue',
  ref: 'E31',
  summary: 'A complete 200 that says Content-Encoding: gzip, and whose body is plain text.',
  params: z.strictObject({}),
  examples: ['content-encoding-untrue'],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error', 'truncated'] },
  effect: () => sendAndClose(`${head(12)}hello, world`),
});

const cut = defineFault({
  ...COMMON,
  name: 'content-encoding-cut',
  ref: 'E32',
  summary: 'A gzip stream that breaks off in the middle, complete by its Content-Length.',
  params: z.strictObject({}),
  examples: ['content-encoding-cut'],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error', 'truncated'] },
  effect: () => {
    const whole = gzipSync('hello, world\n'.repeat(20));
    const half = whole.subarray(0, Math.floor(whole.length / 2));
    return sendAndClose(head(half.length), { hex: half.toString('hex') });
  },
});

/** One block of deflate, repeated: each stands for a MiB of zeros and ends on a whole octet, so the stream is one valid gzip. */
const bomb = defineFault({
  ...COMMON,
  name: 'content-encoding-bomb',
  ref: 'E33',
  summary: 'A valid gzip stream of zeros, a thousandth of the `mebibytes` that it expands to.',
  params: z.strictObject({ mebibytes: z.int().min(1).max(1024).prefault(100) }),
  examples: ['content-encoding-bomb', '{ fault: content-encoding-bomb, mebibytes: 1024 }'],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error', 'truncated'] },
  effect: ({ mebibytes }) => {
    const zeros = Buffer.alloc(MIB);
    const block = deflateRawSync(zeros, { level: 9, finishFlush: constants.Z_SYNC_FLUSH });
    const trailer = Buffer.alloc(8);
    let sum = 0;
    for (let part = 0; part < mebibytes; part += 1) sum = crc32(zeros, sum);
    trailer.writeUInt32LE(sum, 0);
    trailer.writeUInt32LE(mebibytes * MIB, 4);
    return sendAndClose(
      head(GZIP_HEADER.length / 2 + block.length * mebibytes + LAST_BLOCK.length / 2 + trailer.length),
      { hex: GZIP_HEADER },
      { repeat: block.toString('latin1'), times: mebibytes },
      { hex: LAST_BLOCK + trailer.toString('hex') },
    );
  },
});

/** Contents that are not what Content-Encoding says, or more than it seems. */
export default [untrue, cut, bomb] satisfies readonly Fault[];

function head(length: number): string {
  return `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;
}
