import t from 'tap';
import { type RigOptions, startRig } from './rig.ts';
import { answer, GET, SHORT } from './script.ts';

t.jobs = 8;

const OLD = 'GET / HTTP/1.0\r\n\r\n';
const LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n';
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const CLOSE = 'HTTP/1.1 200 OK\r\n\r\n';
const PART = '5\r\nhello\r\n';

/** Sends the beginning of a response and lets the test go on when the client has it. */
async function startWith(sent: string, seen: string, request: string, options: RigOptions = {}) {
  const rig = await startRig(answer(sent), options);
  const client = await rig.client();
  await client.send(request);
  await client.until(seen);
  return { rig, client, upstream: await rig.connection(1), body: () => client.received.split('\r\n\r\n').slice(1) };
}

const CUTS: [what: string, request: string, sent: string, body: string, next: string, ended: string][] = [
  ['a body shorter than its Content-Length', GET, `${LENGTH}hello`, 'hello', '', 'fin'],
  ['a chunked body without its last chunk', GET, CHUNKED + PART, PART, '', 'fin'],
  ['a chunk that is shorter than its size', GET, `${CHUNKED}ff\r\nhello`, PART, '', 'fin'],
  ['a bad chunk after a good one', GET, CHUNKED + PART, PART, 'xyz\r\n', 'fin'],
  ['a last chunk without its final CRLF', GET, CHUNKED + PART, PART, '0\r\n', 'fin'],
  ['a body shorter than its Content-Length for HTTP/1.0', OLD, `${LENGTH}hello`, 'hello', '', 'fin'],
  ['a chunked body without its last chunk for HTTP/1.0', OLD, CHUNKED + PART, 'hello', '', 'rst'],
];

for (const [what, request, sent, seen, next, ended] of CUTS) {
  for (const end of ['fin', 'reset'] as const) {
    t.test(`${what}, then ${end === 'fin' ? 'a FIN' : 'an RST'}: the client sees the cut by ${ended}`, async (t) => {
      const { rig, client, upstream } = await startWith(sent, seen, request);
      await using _ = rig;
      await upstream.send(next);
      upstream[end]();
      t.equal(await client.ended(), ended);
      t.ok(client.received.endsWith(`\r\n\r\n${seen}`), JSON.stringify(client.received));
      t.match(rig.log, [{ event: 'truncated', upstream: 'app' }]);
    });
  }
}

t.test('a stall in the body is a cut after the read timeout', async (t) => {
  const { rig, client } = await startWith(`${LENGTH}hello`, 'hello', GET, { timeouts: SHORT });
  await using _ = rig;
  const from = performance.now();
  t.equal(await client.ended(), 'fin');
  t.ok(performance.now() - from > 100, 'not at once');
  t.match(rig.log, [{ event: 'truncated', error: 'connection_read_timeout' }]);
});

t.test('a body that ends with the connection is chunked for HTTP/1.1', async (t) => {
  const { rig, client, upstream } = await startWith(`${CLOSE}hello`, PART, GET);
  await using _ = rig;
  upstream.fin();
  await client.until('0\r\n\r\n');
  t.equal(await client.ended(), 'fin');
});

t.test('a body that ends with the connection has no last chunk when that was an RST', async (t) => {
  const { rig, client, upstream } = await startWith(`${CLOSE}hello`, PART, GET);
  await using _ = rig;
  upstream.reset();
  t.equal(await client.ended(), 'fin');
  t.ok(client.received.endsWith(PART), client.received);
});

t.test('a body that ends with the connection ends so for HTTP/1.0, by a FIN or by an RST', async (t) => {
  for (const [end, ended] of [
    ['fin', 'fin'],
    ['reset', 'rst'],
  ] as const) {
    const { rig, client, upstream } = await startWith(`${CLOSE}hello`, 'hello', OLD);
    await using _ = rig;
    upstream[end]();
    t.equal(await client.ended(), ended);
    t.ok(client.received.endsWith('\r\n\r\nhello'));
    t.notMatch(client.received, /Transfer-Encoding/);
  }
});

/** A body that breaks before its first piece is whole: nothing was sent yet, so that there is still a status to send. */
const EARLY: [what: string, sent: string][] = [
  ['a Content-Length and no body', LENGTH],
  ['a chunked head and no chunk', CHUNKED],
  ['half a chunk size', `${CHUNKED}5`],
  ['a chunk without its end', `${CHUNKED}5\r\nhello`],
  ['a last chunk without its final CRLF', `${CHUNKED}0\r\n`],
];

for (const [what, sent] of EARLY) {
  t.test(`${what} is a 502 after a FIN, and a 504 after silence`, async (t) => {
    await using closing = await startRig(answer(sent, 'fin'));
    const closed = await closing.ask(GET);
    t.equal(closed.status, 502);
    t.match(closed.head, 'error=http_response_incomplete\r\n');
    await using silent = await startRig(answer(sent), { timeouts: SHORT });
    const late = await silent.ask(GET);
    t.equal(late.status, 504);
    t.match(late.head, 'error=connection_read_timeout\r\n');
  });
}

t.test(
  'an answer to an HTTP/1.0 client is delimited by the connection, without chunks, and is not persistent',
  async (t) => {
    await using rig = await startRig(answer(`${CHUNKED}${PART}0\r\n\r\n`));
    const { head, body, ended } = await rig.ask('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
    t.match(head, /^HTTP\/1.1 200 OK\r\n/);
    t.notMatch(head, /Transfer-Encoding|Keep-Alive/i);
    t.strictSame([body, ended], ['hello', 'fin']);
  },
);

t.test('a client that does not read holds the upstream back, and that is not taken for a stall', async (t) => {
  const size = 40_000_000;
  let written = false;
  await using rig = await startRig(
    async (peer, ordinal) => {
      if (ordinal > 1) return;
      await peer.until('\r\n\r\n');
      await peer.send(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
      await peer.send('x'.repeat(size));
      written = true;
    },
    { timeouts: SHORT },
  );
  const client = await rig.client();
  await client.send(GET);
  await client.until('\r\n\r\n');
  client.pause();
  t.equal((await rig.ask(GET)).status, 504, 'a read timeout has gone by');
  t.notOk(written);
  client.resume();
  t.equal(await client.ended(), 'fin');
  t.equal(client.received.length - client.received.indexOf('\r\n\r\n') - 4, size);
});
