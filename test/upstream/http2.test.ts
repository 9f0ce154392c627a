import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import t from 'tap';
import { hpackField } from '../../harness/core/hpack-field.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import { Bench, type BenchUpstream, loop } from './bench.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

function sessionTo({ address }: BenchUpstream): ClientHttp2Session {
  return connect(`http://${address.host}:${address.port}`);
}

async function textOf(stream: ClientHttp2Stream): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

t.test('a healthy upstream answers a client of HTTP/2, many on one connection', async (t) => {
  const app = await bench.upstream(HEALTHY);
  const session = sessionTo(app);
  t.teardown(() => session.destroy());
  const streams = [1, 2, 3].map((nth) => session.request({ ':path': `/${nth}`, 'x-gatecrash-id': `q${nth}` }));
  for (const [index, stream] of streams.entries()) {
    const [headers] = await once(stream, 'response');
    t.match(headers, { ':status': 200, 'x-gatecrash-id': `q${index + 1}` });
    t.equal(await textOf(stream), `${app.name} answered GET /${index + 1}\n`);
  }
  t.match(await app.all('request'), [{ connection: 1, nth: 1, version: '2', id: 'q1' }, { nth: 2 }, { nth: 3 }]);
  t.match(await app.all('request-end'), [{ nth: 1, bodyBytes: 0 }, { nth: 2 }, { nth: 3 }]);
});

t.test('fields come through every way of HPACK: both tables, Huffman codes and plain text', async (t) => {
  const app = await bench.upstream(HEALTHY);
  const session = sessionTo(app);
  t.teardown(() => session.destroy());
  const everyCharacter = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => index + 33));
  const high = String.fromCharCode(...Array.from({ length: 128 }, (_, index) => index + 128));
  const fields = { 'x-every': everyCharacter, 'x-high': high, 'x-long': 'a'.repeat(5000), accept: '*/*' };
  for (const nth of [1, 2]) {
    const stream = session.request({ ':path': '/', ...fields, 'x-nth': String(nth) });
    await once(stream, 'response');
    stream.resume();
    const { fields: got } = await app.seen('request', (event) => event.nth === nth);
    const named = Object.fromEntries(got.map(([name, value]) => [name, value]));
    t.match(named, { ...fields, 'x-nth': String(nth), host: `${app.address.host}:${app.address.port}` });
  }
});

t.test('an upload larger than the first windows goes on, and a large answer waits for the client', async (t) => {
  const body = 'y'.repeat(300_000);
  const app = await bench.upstream(loop({ do: 'read', what: 'request' }, { do: 'respond', response: { body } }));
  const session = sessionTo(app);
  t.teardown(() => session.destroy());
  const stream = session.request({ ':path': '/', ':method': 'POST' });
  stream.end(Buffer.alloc(200_000));
  t.equal(await textOf(stream), body);
  t.match(await app.all('request-end'), [{ bodyBytes: 200_000 }]);
});

t.test('a HEAD and an empty answer end with the head', async (t) => {
  const app = await bench.upstream(HEALTHY);
  const session = sessionTo(app);
  t.teardown(() => session.destroy());
  const stream = session.request({ ':path': '/', ':method': 'HEAD' });
  const [headers, flags] = await once(stream, 'response');
  t.match(headers, { ':status': 200, 'content-length': /\d+/ });
  t.ok(flags & 1, 'END_STREAM');
});

t.test('a stream that the client resets does not hold up the next one', async (t) => {
  const app = await bench.upstream(loop({ do: 'read', what: 'request' }, { do: 'hold' }));
  const session = sessionTo(app);
  t.teardown(() => session.destroy());
  const first = session.request({ ':path': '/first' });
  await app.seen('step', (event) => event.step === 'hold');
  first.close(8);
  await app.seen('stream', (event) => event.part === 'peer-reset');
  await app.play(HEALTHY);
  const second = session.request({ ':path': '/second' });
  t.equal(await textOf(second), `${app.name} answered GET /second\n`);
});

t.test('literals are as RFC 7541 section 6.2.2 says', (t) => {
  t.equal(hpackField(':status', '200'), '00073a73746174757303323030');
  t.match(hpackField('a', 'b'.repeat(300)), /^0001617fad01(62){300}$/, '300 = 127 + 173');
  t.end();
});
