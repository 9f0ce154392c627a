import t from 'tap';
import { HEALTHY } from '../../harness/core/script.ts';
import { Bench, loop, once } from './bench.ts';
import { get, RawPeer } from './raw-peer.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const REQUEST = { do: 'read', what: 'request' } as const;
const withoutDate = (text: string) => text.replace(/Date: [^\r]+ GMT/, 'Date: …');

t.test('the healthy answer names the upstream, echoes the correlation id, and keeps the connection', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using peer = await RawPeer.asking(up.address, '/a?b=1', 'id-1');
  await peer.contains('answered');
  const body = `${up.name} answered GET /a?b=1\n`;
  t.equal(
    withoutDate(peer.text),
    [
      'HTTP/1.1 200 OK',
      'Date: …',
      `Content-Length: ${body.length}`,
      'X-Gatecrash-Id: id-1',
      'Content-Type: text/plain',
      `X-Gatecrash-Upstream: ${up.name}`,
      '',
      body,
    ].join('\r\n'),
  );
  t.ok(await peer.silentFor(250), 'the connection stays open');
});

t.test('the healthy answer to HEAD has the length of the body and no body', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using peer = await RawPeer.connect(up.address);
  peer.send('HEAD /x HTTP/1.1\r\nHost: app\r\n\r\n');
  await peer.contains('\r\n\r\n');
  t.match(peer.text, `Content-Length: ${`${up.name} answered HEAD /x\n`.length}\r\n`);
  t.ok(peer.text.endsWith('\r\n\r\n'));
  peer.send(get('/next'));
  await peer.contains('answered GET /next\n');
});

for (const [what, request] of [
  ['Connection: close', get('/', 'q', 'Connection: Close, X-Hop')],
  ['HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'],
] as const) {
  t.test(`after a request with ${what} the answer says that it closes, and closes`, async (t) => {
    const up = await bench.upstream(HEALTHY);
    using peer = await RawPeer.connect(up.address);
    peer.send(request);
    t.equal(await peer.ended, 'fin');
    t.match(peer.text, '\r\nConnection: close\r\n');
    t.ok(peer.text.endsWith('answered GET /\n'));
  });
}

t.test('the label stands in for the name', async (t) => {
  const { control } = bench.process;
  const { listen } = await control.put('s7.app', {
    listen: { host: '127.0.0.1', port: 0 },
    script: HEALTHY,
    label: 'app',
  });
  using peer = await RawPeer.asking(listen ?? { host: '', port: 0 }, '/');
  await peer.contains('\r\n\r\napp answered GET /\n');
  t.match(peer.text, 'X-Gatecrash-Upstream: app\r\n');
  await control.remove('s7.app');
});

t.test('pipelined requests are answered in order', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using peer = await RawPeer.connect(up.address);
  peer.send(get('/1') + get('/2') + get('/3'));
  await peer.contains('GET /3\n');
  t.ok(peer.text.indexOf('GET /1\n') < peer.text.indexOf('GET /2\n'));
});

t.test('a response has the length of its UTF-8 body, the given headers, and the correlation id', async (t) => {
  const response = { status: 418, headers: { 'Content-Type': 'text/x', 'X-A': 'é' }, body: 'hé' };
  const up = await bench.upstream(loop(REQUEST, { do: 'respond', response }));
  using peer = await RawPeer.asking(up.address, '/', 'id-9');
  await peer.contains('h\xc3\xa9');
  t.equal(
    withoutDate(peer.text),
    "HTTP/1.1 418 I'm a Teapot\r\nDate: …\r\nContent-Length: 3\r\nX-Gatecrash-Id: id-9\r\n" +
      'Content-Type: text/x\r\nX-A: \xe9\r\n\r\nh\xc3\xa9',
  );
});

t.test('given headers replace the computed ones, whatever their case', async (t) => {
  const headers = { 'content-length': 'abc', date: 'never', 'X-Gatecrash-Id': 'other' };
  const up = await bench.upstream(once(REQUEST, { do: 'respond', response: { headers, reason: 'Fine', body: 'x' } }));
  using peer = await RawPeer.asking(up.address);
  await peer.contains('\r\n\r\nx');
  t.equal(peer.text, 'HTTP/1.1 200 Fine\r\ncontent-length: abc\r\ndate: never\r\nX-Gatecrash-Id: other\r\n\r\nx');
});

t.test('a response that is given as chunked is sent as one chunk', async (t) => {
  const headers = { 'Transfer-Encoding': 'chunked' };
  const up = await bench.upstream(once(REQUEST, { do: 'respond', response: { headers, body: 'hello hello' } }));
  using peer = await RawPeer.asking(up.address);
  await peer.contains('\r\n\r\nb\r\nhello hello\r\n0\r\n\r\n');
  t.notMatch(peer.text, 'Content-Length');
});

for (const status of [204, 304]) {
  t.test(`a ${status} has neither body nor length`, async (t) => {
    const up = await bench.upstream(loop(REQUEST, { do: 'respond', response: { status, body: 'no' } }));
    using peer = await RawPeer.asking(up.address);
    await peer.contains('\r\n\r\n');
    t.ok(peer.text.endsWith('\r\n\r\n'));
    t.notMatch(peer.text, 'Content-Length');
  });
}

t.test('who closes after a response says so first; who sends a FIN on purpose in a race does not', async (t) => {
  const response = { body: 'bye' };
  const polite = await bench.upstream(once(REQUEST, { do: 'respond', response }, { do: 'close' }));
  using first = await RawPeer.asking(polite.address);
  t.equal(await first.ended, 'fin');
  t.match(first.text, '\r\nConnection: close\r\n');
  const race = await bench.upstream(once(REQUEST, { do: 'respond', response }, { do: 'half-close' }));
  using second = await RawPeer.asking(race.address);
  t.equal(await second.ended, 'fin');
  t.notMatch(second.text, 'Connection');
});

t.test('before further steps the script decides, though the request asks for a close', async (t) => {
  const response = { body: 'hello' };
  const up = await bench.upstream(once(REQUEST, { do: 'respond', response }, REQUEST, { do: 'reset' }));
  using peer = await RawPeer.connect(up.address);
  peer.send(get('/1', 'q1', 'Connection: close'));
  await peer.contains('hello');
  t.notMatch(peer.text, 'Connection: close');
  peer.send(get('/2'));
  t.equal(await peer.ended, 'rst');
});
