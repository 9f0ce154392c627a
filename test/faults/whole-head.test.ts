import t from 'tap';
import connectionNamesLength from '../../harness/faults/connection-names-length.ts';
import gatewayControlHeader from '../../harness/faults/gateway-control-header.ts';
import headersDrip from '../../harness/faults/headers-drip.ts';
import headersEndless from '../../harness/faults/headers-endless.ts';
import headersReset from '../../harness/faults/headers-reset.ts';
import headersStall from '../../harness/faults/headers-stall.ts';
import headersTooMany from '../../harness/faults/headers-too-many.ts';
import responseSplitting from '../../harness/faults/response-splitting.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired, withoutDate } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const CUT = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Le';

t.test('headers-reset: half a head arrives, then RST', async (t) => {
  const up = await arm(bench, headersReset);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'rst');
  t.equal(peer.text, CUT);
  await fired(t, headersReset, up);
});

t.test('headers-stall: half a head, and then no octet and no end', async (t) => {
  const up = await arm(bench, headersStall);
  using peer = await RawPeer.asking(up.address);
  await peer.bytes(CUT.length);
  t.equal(peer.text, CUT);
  t.ok(await peer.silentFor(300));
  await fired(t, headersStall, up);
});

t.test('headers-drip: a field that grows octet by octet, without its end', async (t) => {
  const up = await arm(bench, headersDrip, { every: '300ms' });
  using peer = await RawPeer.asking(up.address);
  const begun = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Slow: ';
  const started = performance.now();
  await peer.bytes(begun.length + 2);
  t.equal(peer.text, `${begun}xx`);
  await peer.bytes(begun.length + 3);
  t.equal(peer.text, `${begun}xxx`);
  t.ok(performance.now() - started >= 550, 'with a pause before each');
  await up.all('sent');
  t.equal(headersDrip.fired({ observations: up.observations, probes: [] }), null);
});

t.test('headers-drip stops when the peer is gone', async (t) => {
  const up = await arm(bench, headersDrip, { every: '10ms' });
  using peer = await RawPeer.asking(up.address);
  await peer.bytes(100);
  peer.rst();
  const { sent } = await up.seen('closed');
  t.ok(sent < 1000, `${sent} octets of a thousand`);
});

t.test('headers-drip has not fired where one octet came, or two on two connections', (t) => {
  const sent = (connection: number) =>
    ({ upstream: 'app', at: 1, kind: 'sent', connection, octets: 'x', cut: false }) as const;
  t.match(headersDrip.fired({ observations: [sent(1)], probes: [] }), /one by one/);
  t.match(headersDrip.fired({ observations: [sent(1), sent(2)], probes: [] }), /one by one/);
  t.equal(headersDrip.fired({ observations: [sent(1), sent(2), sent(1)], probes: [] }), null);
  t.end();
});

t.test('headers-endless: well-formed lines up to the size, no empty line, and no end', async (t) => {
  const up = await arm(bench, headersEndless, { size: '64KiB' });
  using peer = await RawPeer.asking(up.address);
  const begun = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';
  await peer.bytes(begun.length + 65_536);
  t.ok(await peer.silentFor(300), 'and nothing more');
  t.equal(peer.text, begun + `X-Endless: ${'x'.repeat(115)}\r\n`.repeat(512));
  await fired(t, headersEndless, up);
});

t.test('headers-endless stops, and has fired, where the peer has had enough', async (t) => {
  const up = await arm(bench, headersEndless, { size: '64MiB' });
  using peer = await RawPeer.asking(up.address);
  await peer.bytes(65_536);
  peer.rst();
  await up.seen('closed');
  await fired(t, headersEndless, up);
});

t.test('headers-too-many: a complete response with so many lines, then FIN', async (t) => {
  for (const [params, count] of [
    [{}, 2000],
    [{ count: 101 }, 101],
  ] as const) {
    const up = await arm(bench, headersTooMany, params);
    using peer = await RawPeer.asking(up.address);
    t.equal(await peer.ended, 'fin');
    const lines = peer.text.split('\r\n');
    t.equal(lines.filter((line) => line === 'X-Many: x').length, count);
    t.same(
      lines.filter((line) => line !== 'X-Many: x'),
      ['HTTP/1.1 200 OK', 'Content-Type: text/plain', 'Content-Length: 6', 'Connection: close', '', 'hello\n'],
    );
    await fired(t, headersTooMany, up);
  }
});

t.test(
  'response-splitting: a 302, and behind its end a 200 that answers nothing; the next request gets the same',
  async (t) => {
    const up = await arm(bench, responseSplitting);
    using peer = await RawPeer.asking(up.address);
    const answer =
      'HTTP/1.1 302 Found\r\nLocation: /?lang=en\r\nContent-Length: 0\r\n\r\n' +
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: session=evil\r\nContent-Length: 7\r\n\r\npoison\n' +
      '\r\nDummy: x\r\n\r\n';
    await peer.bytes(answer.length);
    t.equal(peer.text, answer);
    peer.send(get('/next', 'q2'));
    await peer.bytes(2 * answer.length);
    t.equal(peer.text, answer + answer);
    await fired(t, responseSplitting, up);
  },
);

t.test('gateway-control-header: a complete response that names what is not there, then FIN', async (t) => {
  for (const [params, line] of [
    [{}, 'X-Accel-Redirect: @gatecrash-nowhere'],
    [{ field: 'X-Sendfile' }, 'X-Sendfile: /gatecrash/nowhere'],
  ] as const) {
    const up = await arm(bench, gatewayControlHeader, params);
    using peer = await RawPeer.asking(up.address, '/', 'id-1');
    t.equal(await peer.ended, 'fin');
    t.equal(
      withoutDate(peer.text),
      'HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX-Gatecrash-Id: id-1\r\nConnection: close\r\n' +
        `${line}\r\n\r\nhello\n`,
    );
    await fired(t, gatewayControlHeader, up);
  }
});

t.test('connection-names-length: Connection names the length, and the connection is kept', async (t) => {
  const up = await arm(bench, connectionNamesLength);
  using peer = await RawPeer.asking(up.address, '/', 'id-1');
  const seen = (id: string) =>
    `HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX-Gatecrash-Id: ${id}\r\nConnection: Content-Length\r\n\r\nhello\n`;
  await peer.contains('hello\n');
  t.equal(withoutDate(peer.text), seen('id-1'));
  t.ok(await peer.silentFor(300), 'and no end');
  peer.send(get('/next', 'id-2'));
  await peer.contains(seen('id-2').slice(-20));
  await fired(t, connectionNamesLength, up);
});
