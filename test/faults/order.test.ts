import { createHash } from 'node:crypto';
import t from 'tap';
import connectionHeaderUntrue from '../../harness/faults/connection-header-untrue.ts';
import expectUnheeded from '../../harness/faults/expect-unheeded.ts';
import interim from '../../harness/faults/interim.ts';
import keepAliveUntrue from '../../harness/faults/keep-alive-untrue.ts';
import surplus from '../../harness/faults/surplus.ts';
import unsolicitedResponse from '../../harness/faults/unsolicited-response.ts';
import uploadRefused from '../../harness/faults/upload-refused.ts';
import websocket from '../../harness/faults/websocket.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired, withoutDate } from './arm.ts';
import { member } from './member.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const WHOLE = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello';
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const HANDSHAKE = get('/chat', 'q1', 'Connection: Upgrade', 'Upgrade: websocket', `Sec-WebSocket-Key: ${KEY}`);

function upload(length: number, ...lines: readonly string[]): string {
  return get('/upload', 'q1', `Content-Length: ${length}`, ...lines).replace('GET', 'POST');
}

t.test('surplus-octets: more than the length says, again and again', async (t) => {
  const fault = member(surplus, 'surplus-octets');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  await peer.contains(`${WHOLE}, world\n`);
  peer.send(get());
  await peer.contains(`${WHOLE}, world\n`.repeat(2));
  t.ok(await peer.silentFor(300));
  await fired(t, fault, up);
});

t.test('surplus-response: two whole responses to one request', async (t) => {
  const fault = member(surplus, 'surplus-response');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  const second = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 23\r\n\r\npoison for someone else';
  await peer.contains(WHOLE + second);
  t.ok(await peer.silentFor(300), 'and the connection stays open');
  t.equal(peer.text, WHOLE + second);
  await fired(t, fault, up);
});

t.test('unsolicited-response: an answer, a pause, and another that nobody asked for', async (t) => {
  const up = await arm(bench, unsolicitedResponse, { idle: '600ms' });
  using peer = await RawPeer.asking(up.address);
  await peer.contains('\r\n\r\nhello');
  t.ok(await peer.silentFor(300));
  await peer.contains('helloHTTP/1.1 408 Request Timeout\r\n');
  await peer.contains('\r\n\r\nwas too idle');
  await fired(t, unsolicitedResponse, up);
  peer.send(get('/later', 'q2'));
  await peer.contains('answered GET /later');
});

t.test('interim-then-silence: a 100, then nothing, and no end', async (t) => {
  const fault = member(interim, 'interim-then-silence');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  await peer.contains('\r\n\r\n');
  t.ok(await peer.silentFor(500));
  t.equal(peer.text, 'HTTP/1.1 100 Continue\r\n\r\n');
  await fired(t, fault, up);
});

t.test('interim-flood: as many 103 as asked for, then the answer', async (t) => {
  const fault = member(interim, 'interim-flood');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.text.match(/HTTP\/1\.1 103 Early Hints\r\nLink: .*\r\n\r\n/g)?.length, 1000);
  t.match(peer.text, /\r\n\r\nHTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nhello$/);
  await fired(t, fault, up);
});

t.test('interim-then-close: a 103, then FIN', async (t) => {
  const fault = member(interim, 'interim-then-close');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.match(peer.text, /^HTTP\/1\.1 103 Early Hints\r\nLink: .*\r\n\r\n$/);
  await fired(t, fault, up);
});

t.test('interim-switching-unasked: a 101 to a plain GET', async (t) => {
  const fault = member(interim, 'interim-switching-unasked');
  const up = await arm(bench, fault);
  using peer = await RawPeer.asking(up.address);
  await peer.contains('\r\n\r\n');
  t.ok(await peer.silentFor(300));
  t.equal(peer.text, 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await fired(t, fault, up);
});

t.test('expect-unheeded: no 100, and an answer once the upload came all the same', async (t) => {
  const up = await arm(bench, expectUnheeded);
  using peer = await RawPeer.connect(up.address);
  peer.send(upload(5, 'Expect: 100-continue'));
  await up.seen('request');
  t.ok(await peer.silentFor(500));
  peer.send('hello');
  t.equal(await peer.ended, 'fin');
  t.match(peer.text, /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\ngot it\n$/);
  await fired(t, expectUnheeded, up);
});

t.test('expect-unheeded: 417 at the head', async (t) => {
  const up = await arm(bench, expectUnheeded, { answer: '417' });
  using peer = await RawPeer.connect(up.address);
  peer.send(upload(5, 'Expect: 100-continue'));
  t.equal(await peer.ended, 'fin');
  t.match(peer.text, /^HTTP\/1\.1 417 Expectation Failed\r\n/);
  await fired(t, expectUnheeded, up);
});

t.test('expect-unheeded has not fired where nobody uploads', async (t) => {
  const up = await arm(bench, expectUnheeded);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  await up.all('step');
  t.match(expectUnheeded.fired({ observations: up.observations, probes: [] }), /no upload/);
});

t.test('upload-refused: 413 and FIN while the upload is under way, and no RST when it goes on', async (t) => {
  const up = await arm(bench, uploadRefused);
  using peer = await RawPeer.connect(up.address);
  peer.send(upload(8_388_608));
  t.equal(await peer.ended, 'fin');
  t.match(peer.text, /^HTTP\/1\.1 413 [\s\S]*\r\nConnection: close\r\n\r\ntoo much\n$/);
  peer.send(Buffer.alloc(8_388_608));
  peer.fin();
  t.match(await up.seen('closed'), { by: 'our-fin' }, 'it was all read');
  await fired(t, uploadRefused, up);
});

t.test('connection-header-untrue: close that stays open, keep-alive that closes', async (t) => {
  for (const says of ['close', 'keep-alive'] as const) {
    const up = await arm(bench, connectionHeaderUntrue, { says });
    using peer = await RawPeer.asking(up.address);
    await peer.contains('\r\n\r\nhello\n');
    t.match(peer.text, new RegExp(`\\r\\nConnection: ${says}\\r\\n`));
    if (says === 'close') t.ok(await peer.silentFor(500));
    else t.equal(await peer.ended, 'fin');
    await up.seen('step', (event) => event.last);
    await fired(t, connectionHeaderUntrue, up);
  }
});

t.test('keep-alive-untrue: a minute is promised, and the FIN comes at once', async (t) => {
  const up = await arm(bench, keepAliveUntrue, { idle: '600ms' });
  using peer = await RawPeer.asking(up.address);
  await peer.contains('\r\nKeep-Alive: timeout=60\r\n');
  t.ok(await peer.silentFor(300));
  t.equal(await peer.ended, 'fin');
  t.match(withoutDate(peer.text), /\r\nConnection: keep-alive\r\n/);
  await fired(t, keepAliveUntrue, up);
});

t.test('websocket-dropped: a valid 101 as in RFC 6455 section 1.3, then FIN or RST', async (t) => {
  const fault = member(websocket, 'websocket-dropped');
  for (const ending of ['fin', 'rst'] as const) {
    const up = await arm(bench, fault, { ending });
    using peer = await RawPeer.connect(up.address);
    peer.send(HANDSHAKE);
    t.equal(await peer.ended, ending);
    t.equal(
      peer.text,
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
    );
    if (ending === 'rst') await up.seen('closed');
    await fired(t, fault, up);
  }
});

t.test('websocket-wrong-accept: a well-formed 101 for another key', async (t) => {
  const fault = member(websocket, 'websocket-wrong-accept');
  const up = await arm(bench, fault);
  using peer = await RawPeer.connect(up.address);
  peer.send(HANDSHAKE);
  await peer.contains('\r\n\r\n');
  const [, accept = ''] = /^HTTP\/1\.1 101 [\s\S]*Sec-WebSocket-Accept: (.*)\r\n/.exec(peer.text) ?? [];
  const right = createHash('sha1').update(`${KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  t.equal(Buffer.from(accept, 'base64').length, 20);
  t.not(accept, right);
  t.ok(await peer.silentFor(300));
  await fired(t, fault, up);
});

t.test('websocket: a request without a key gets a 426, and nothing has fired', async (t) => {
  for (const fault of websocket.map(({ name }) => member(websocket, name))) {
    const up = await arm(bench, fault);
    using peer = await RawPeer.asking(up.address);
    t.equal(await peer.ended, 'fin');
    t.match(peer.text, /^HTTP\/1\.1 426 Upgrade Required\r\n/);
    await up.all('step');
    t.ok(fault.fired({ observations: up.observations, probes: [] }));
  }
});
