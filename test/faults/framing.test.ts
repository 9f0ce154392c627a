import { gunzipSync } from 'node:zlib';
import t from 'tap';
import chunk from '../../harness/faults/chunk.ts';
import contentLengthList from '../../harness/faults/content-length-list.ts';
import contentLengthOverflow from '../../harness/faults/content-length-overflow.ts';
import lastChunk from '../../harness/faults/last-chunk.ts';
import transferEncoding from '../../harness/faults/transfer-encoding.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';
import { member } from './member.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const GOOD = `${CHUNKED}5\r\nhello\r\n`;
const BIG = '10000000000000005';
const coded = (coding: string) => `${OK}Transfer-Encoding: ${coding}\r\nConnection: close\r\n\r\n`;

/** Faults whose whole proof is what stands on the wire before the FIN. */
const TEXTS = [
  [contentLengthOverflow, {}, `${OK}Content-Length: 18446744073709551621\r\nConnection: close\r\n\r\nhello`],
  [contentLengthList, {}, `${OK}Content-Length: 5, 5\r\nConnection: close\r\n\r\nhello`],
  [member(transferEncoding, 'transfer-encoding-unknown'), {}, `${coded('scrambled')}hello`],
  [
    member(transferEncoding, 'transfer-encoding-twice'),
    {},
    `${coded('chunked, chunked')}f\r\n5\r\nhello\r\n0\r\n\r\n\r\n0\r\n\r\n`,
  ],
  [
    member(transferEncoding, 'transfer-encoding-http10'),
    {},
    `${coded('chunked').replace('1.1', '1.0')}5\r\nhello\r\n0\r\n\r\n`,
  ],
  [
    member(chunk, 'chunk-garbage'),
    { good: '3B' },
    `${CHUNKED}3\r\nxxx\r\nFatal error: out of memory at line 42\x00\xff\xfe\r\n`,
  ],
  [member(chunk, 'chunk-size-out-of-range'), {}, `${GOOD}${BIG}\r\nworld\r\n0\r\n\r\n`],
  [member(chunk, 'chunk-size-out-of-range'), { size: '-5' }, `${GOOD}-5\r\nworld\r\n0\r\n\r\n`],
  [member(chunk, 'chunk-overrun'), {}, `${GOOD}5\r\nworld, and more\r\n0\r\n\r\n`],
  [member(chunk, 'chunk-cut'), {}, `${CHUNKED}1000\r\n${'x'.repeat(512)}`],
  [member(chunk, 'chunk-extension-huge'), {}, `${CHUNKED}5;pad=${'a'.repeat(65_536)}\r\nhello\r\n0\r\n\r\n`],
  [member(chunk, 'chunk-bare-lf'), {}, `${CHUNKED}5\nhello\n0\n\n`],
  [
    member(lastChunk, 'last-chunk-forbidden-trailer'),
    {},
    `${OK}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\nContent-Length: 3\r\n\r\n`,
  ],
  [member(lastChunk, 'last-chunk-cut'), {}, `${GOOD}0\r\n`],
] as const;

for (const [fault, params, text] of TEXTS) {
  t.test(`${fault.name} ${JSON.stringify(params)}: these octets, then FIN`, async (t) => {
    const up = await arm(bench, fault, params);
    using peer = await RawPeer.asking(up.address);
    t.equal(await peer.ended, 'fin');
    t.equal(peer.text, text);
    await fired(t, fault, up);
  });
}

t.test('transfer-encoding-twice: gzip below the chunks is really gzip', async (t) => {
  const fault = member(transferEncoding, 'transfer-encoding-twice');
  const up = await arm(bench, fault, { inner: 'gzip' });
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  const [, size = '', data = ''] =
    /^Transfer-Encoding: gzip, chunked[\s\S]*?\r\n\r\n([0-9a-f]+)\r\n([\s\S]*)$/m.exec(peer.text) ?? [];
  const inner = Buffer.from(data, 'latin1').subarray(0, Number.parseInt(size, 16));
  t.equal(gunzipSync(inner).toString(), 'hello');
  t.equal(data.slice(inner.length), '\r\n0\r\n\r\n');
  await fired(t, fault, up);
});

t.test('chunk-stalls: a part of a chunk, then nothing, and no end', async (t) => {
  const fault = member(chunk, 'chunk-stalls');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  await peer.bytes(`${CHUNKED}1000\r\n`.length + 512);
  await up.seen('step', (event) => event.last);
  t.ok(await peer.silentFor(500));
  t.equal(peer.text, `${CHUNKED}1000\r\n${'x'.repeat(512)}`);
  await fired(t, fault, up);
});

t.test('last-chunk-reset: RST once the first chunk was delivered', async (t) => {
  const fault = member(lastChunk, 'last-chunk-reset');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  const waiting = await up.seen('waiting');
  await peer.bytes(GOOD.length);
  await up.release(waiting.connection);
  t.equal(await peer.ended, 'rst');
  t.equal(peer.text, GOOD);
  await fired(t, fault, up);
});
