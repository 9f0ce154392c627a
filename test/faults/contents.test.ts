import { createGunzip, gunzipSync } from 'node:zlib';
import t from 'tap';
import bodiless from '../../harness/faults/bodiless-with-body.ts';
import bodyDrips from '../../harness/faults/body-drips.ts';
import bodyLarge from '../../harness/faults/body-large.ts';
import bodyMissing from '../../harness/faults/body-missing.ts';
import contentEncoding from '../../harness/faults/content-encoding.ts';
import eventStreamStalls from '../../harness/faults/event-stream-stalls.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';
import { member } from './member.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const MIB = 1024 * 1024;
const contentOf = (octets: Buffer) => octets.subarray(octets.indexOf('\r\n\r\n') + 4);

t.test('body-missing: a head, and not one octet behind it before the FIN or the RST', async (t) => {
  for (const ending of ['fin', 'rst'] as const) {
    const up = await arm(bench, bodyMissing, { ending });
    using peer = await RawPeer.asking(up.address);
    t.equal(await peer.ended, ending);
    t.equal(peer.text, 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4096\r\n\r\n');
    if (ending === 'rst') await up.seen('closed');
    await fired(t, bodyMissing, up);
  }
});

t.test('body-drips: piece by piece, and whole at last', async (t) => {
  const up = await arm(bench, bodyDrips, { length: '6B', piece: '1B', every: '200ms' });
  const began = performance.now();
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.ok(performance.now() - began >= 950, 'five pauses');
  t.match(peer.text, /^HTTP\/1\.1 200 OK\r\n[\s\S]*Content-Length: 6\r\nConnection: close\r\n\r\nx{6}$/);
  await fired(t, bodyDrips, up);
});

t.test('body-large-complete: every octet of 32 MiB, then FIN', async (t) => {
  const fault = member(bodyLarge, 'body-large-complete');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(contentOf(peer.received).length, 32 * MIB);
  await fired(t, fault, up);
});

t.test('body-large-reset: 16 of 32 MiB, then RST', async (t) => {
  const fault = member(bodyLarge, 'body-large-reset');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'rst');
  t.match(peer.text.slice(0, 100), /\r\nContent-Length: 33554432\r\n/);
  t.ok(contentOf(peer.received).length > MIB, 'what lay in our buffer as the RST came is lost');
  const { sent } = await up.seen('closed');
  t.equal(sent, 16 * MIB + peer.text.indexOf('\r\n\r\n') + 4);
  await fired(t, fault, up);
});

t.test('bodiless-with-body: a body where none may be, and the connection stays open', async (t) => {
  for (const [status, method] of [
    ['204', 'GET'],
    ['304', 'GET'],
    ['200', 'HEAD'],
  ] as const) {
    const up = await arm(bench, bodiless, { status });
    using peer = await RawPeer.connect(up.address);
    peer.send(get().replace('GET', method));
    await peer.contains('\r\n\r\nfor somebody, or nobody.');
    t.match(
      peer.text,
      new RegExp(`^HTTP/1\\.1 ${status} .*\\r\\nContent-Length: 24\\r\\n\\r\\nfor somebody, or nobody\\.$`),
    );
    t.ok(await peer.silentFor(300));
    await fired(t, bodiless, up);
  }
});

t.test('bodiless-with-body has not fired where a 200 answered a GET', async (t) => {
  const up = await arm(bench, bodiless, { status: '200' });
  using peer = await RawPeer.asking(up.address);
  await peer.contains('nobody.');
  await up.seen('step', (event) => event.last);
  t.match(bodiless.fired({ observations: up.observations, probes: [] }), /HEAD/);
});

t.test('content-encoding-untrue: says gzip, is text', async (t) => {
  const content = await contentUnderGzip(t, 'content-encoding-untrue');
  t.equal(content.toString(), 'hello, world');
  t.throws(() => gunzipSync(content), { code: 'Z_DATA_ERROR' });
});

t.test('content-encoding-cut: a gzip stream that breaks off', async (t) => {
  const content = await contentUnderGzip(t, 'content-encoding-cut');
  t.throws(() => gunzipSync(content), { code: 'Z_BUF_ERROR' }, 'it ends too early, and is good so far');
});

t.test('content-encoding-bomb: a valid gzip that expands a thousandfold', async (t) => {
  const content = await contentUnderGzip(t, 'content-encoding-bomb');
  t.ok(content.length < MIB / 4, `${content.length} octets`);
  let expanded = 0;
  const gunzip = createGunzip();
  gunzip.end(content);
  for await (const piece of gunzip) expanded += (piece as Buffer).length;
  t.equal(expanded, 100 * MIB, 'its checksum and its size are right, or this would have thrown');
});

async function contentUnderGzip(t: import('tap').Test, name: string): Promise<Buffer> {
  const fault = member(contentEncoding, name);
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  const [, length] = /\r\nContent-Encoding: gzip\r\nContent-Length: (\d+)\r\n/.exec(peer.text) ?? [];
  const content = contentOf(peer.received);
  t.equal(content.length, Number(length), 'complete by its length');
  await fired(t, fault, up);
  return content;
}

t.test('event-stream-stalls: whole events in whole chunks, then nothing, and no end', async (t) => {
  const up = await arm(bench, eventStreamStalls);
  using peer = await RawPeer.asking(up.address);
  await up.seen('step', (event) => event.last);
  await peer.contains('d\r\ndata: hello\n\n\r\nd\r\ndata: hello\n\n\r\n');
  t.ok(await peer.silentFor(500));
  t.match(peer.text, /\r\nContent-Type: text\/event-stream\r\n/);
  await fired(t, eventStreamStalls, up);
});
