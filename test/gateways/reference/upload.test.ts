import t from 'tap';
import { startRig } from './rig.ts';
import { answer, KEPT, OK, type Script, SHORT } from './script.ts';

t.jobs = 4;

const HOST = 'Host: test\r\nConnection: close\r\n';
const CHUNKED = `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`;
const length = (octets: number) => `POST / HTTP/1.1\r\n${HOST}Content-Length: ${octets}\r\n\r\n`;

t.test('a body with a length is sent on as it comes', async (t) => {
  await using rig = await startRig(async (peer) => {
    await peer.until('hello');
    await peer.until('hello world');
    await peer.send(OK);
  });
  const client = await rig.client();
  await client.send(`${length(11)}hello`);
  await (await rig.connection(1)).until('Content-Length: 11\r\nConnection: close\r\n\r\nhello');
  await client.send(' world');
  await client.until('ok');
  t.equal(await client.ended(), 'fin');
});

t.test('a chunked body is sent on chunked, without extensions and trailers', async (t) => {
  await using rig = await startRig(async (peer) => {
    await peer.until('\r\n0\r\n\r\n');
    await peer.send(OK);
  });
  const { status } = await rig.ask(`${CHUNKED}5;a=b\r\nhello\r\n3\r\nyou\r\n0\r\nX-Trail: y\r\n\r\n`);
  t.equal(status, 200);
  t.ok(rig.upstream[0]?.received.endsWith('\r\n\r\n5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n'));
});

const BAD: [what: string, body: string][] = [
  ['a chunk size that is a word', 'xyz\r\n'],
  ['a chunk with bare LF', '5\nhello\n'],
  ['a chunk without its CRLF', '5\r\nhelloworld'],
  ['a chunk size beyond counting', 'fffffffffffffffff\r\n'],
];

for (const [what, body] of BAD) {
  t.test(
    `${what} in a request is a 400, and the upstream's connection is closed without the end of a body`,
    async (t) => {
      await using rig = await startRig(() => undefined);
      const { status, head } = await rig.ask(CHUNKED + body);
      t.equal(status, 400);
      t.match(head, '\r\nConnection: close\r\n');
      const upstream = await rig.connection(1);
      await upstream.ended();
      t.notMatch(upstream.received, /\r\n0\r\n\r\n/);
    },
  );
}

for (const keepalive of [false, true]) {
  const where = keepalive ? 'a reused connection' : 'a new connection';
  t.test(`a client that is slow over its body is not held against the upstream on ${where}`, async (t) => {
    await using rig = await startRig(
      async (peer, ordinal) => {
        if (ordinal > 1) return;
        if (keepalive) await answer(OK)(peer, ordinal);
        await peer.until('hello');
        await peer.send(OK);
      },
      { timeouts: SHORT, keepalive },
    );
    if (keepalive) await rig.ask(`GET / HTTP/1.1\r\n${HOST}\r\n`);
    const client = await rig.client();
    await client.send(length(5));
    await (await rig.connection(1)).until('POST');
    t.equal((await rig.ask(`GET / HTTP/1.1\r\n${HOST}\r\n`)).status, 504, 'a read timeout has gone by');
    await client.send('hello');
    await client.until('200 OK');
  });
}

t.test('an upstream that does not read is a 504 after the read timeout', async (t) => {
  await using rig = await startRig((peer) => peer.pause(), { timeouts: SHORT });
  const client = await rig.client();
  const sent = client.send(length(40_000_000) + 'x'.repeat(40_000_000));
  t.equal(await client.ended(), 'fin');
  t.match(client.received, 'error=connection_write_timeout\r\n');
  client.destroy();
  await sent;
});

t.test('an upstream that reads no more after an interim response is a 504 too', async (t) => {
  const script: Script = async (peer) => {
    await peer.until('\r\n\r\n');
    peer.pause();
    await peer.send('HTTP/1.1 103 Hi\r\n\r\n');
  };
  await using rig = await startRig(script, { timeouts: SHORT });
  const client = await rig.client();
  const sent = client.send(length(40_000_001) + 'x'.repeat(40_000_000));
  t.equal(await client.ended(), 'fin');
  t.match(client.received, 'error=connection_read_timeout\r\n');
  client.destroy();
  await sent;
});

t.test('a client that goes away in its body takes the request with it', async (t) => {
  await using rig = await startRig(() => undefined);
  for (const end of ['fin', 'reset'] as const) {
    const client = await rig.client();
    await client.send(`${length(11)}hello`);
    const upstream = await rig.connection(end === 'fin' ? 1 : 2);
    await upstream.until('hello');
    client[end]();
    await upstream.ended();
  }
  t.strictSame(rig.log, []);
});

t.test(
  'after an error the rest of a short body is passed over, and the connection serves the next request',
  async (t) => {
    await using rig = await startRig((peer, ordinal) => (ordinal === 1 ? peer.reset() : answer(OK)(peer, ordinal)));
    const client = await rig.client();
    await client.send('POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 30\r\n\r\nGET /');
    await client.until('502 Bad Gateway:');
    t.notMatch(client.received, /Connection: close/);
    await client.send(` HTTP/1.1\r\nHost: poison\r\n${KEPT}`);
    await client.until('ok');
    t.notMatch(rig.upstream[1]?.received, /poison/);
  },
);
