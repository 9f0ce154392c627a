import t from 'tap';
import { answer, GET, KEPT, OK, type Rig, type RigOptions, type Script, SHORT, startRig } from './rig.ts';

const request = (method: string, path: string) =>
  `${method} ${path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n${method === 'POST' ? 'Content-Length: 0\r\n' : ''}\r\n`;

/** Answers every request on a connection, and names the connection. */
const healthy: Script = async (peer, ordinal) => {
  for (let nth = 1; ; nth++) {
    await peer.until((received) => received.split('\r\n\r\n').length > nth);
    await peer.send(`HTTP/1.1 200 OK\r\nX-Connection: ${ordinal}\r\nContent-Length: 2\r\n\r\nok`);
  }
};

/** Follows one script on the first connection, and is healthy on all others. */
function startKept(first: Script, options: RigOptions = {}): Promise<Rig> {
  return startRig((peer, ordinal) => (ordinal === 1 ? first : healthy)(peer, ordinal), { keepalive: true, ...options });
}

t.test('a connection is used again', async (t) => {
  await using rig = await startKept(healthy);
  for (let time = 0; time < 3; time++) t.equal((await rig.ask(GET)).status, 200);
  t.equal(rig.upstream.length, 1);
  t.notMatch(rig.upstream[0]?.received, /Connection/);
});

t.test('a connection is not used again without keepalive', async (t) => {
  await using rig = await startRig(healthy);
  for (let time = 0; time < 3; time++) t.equal((await rig.ask(GET)).status, 200);
  t.equal(rig.upstream.length, 3);
});

/** Responses after which nobody may rely on what comes next. */
const DOUBTFUL: [what: string, sent: string][] = [
  ['octets behind the body', `${OK}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison`],
  [
    'Content-Length beside chunks',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a 204 with a Content-Length', 'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n'],
  ['a 204 with octets behind it', 'HTTP/1.1 204 No Content\r\n\r\nok'],
  ['a 304 with octets behind it', 'HTTP/1.1 304 Not Modified\r\n\r\nok'],
  ['Connection: close', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok'],
  ['a bad head', 'HTTP/1.1 999 OK\r\nContent-Length: 2\r\n\r\nok'],
];

for (const [what, sent] of DOUBTFUL) {
  t.test(`a connection is closed, and not used again, after ${what}`, async (t) => {
    await using rig = await startKept(answer(sent));
    await rig.ask(GET);
    const { head, body } = await rig.ask(GET);
    t.match(head, 'X-Connection: 2\r\n');
    t.equal(body, 'ok');
    await (await rig.connection(1)).ended();
  });
}

t.test('a connection is closed after the answer to HEAD had a body', async (t) => {
  await using rig = await startKept(answer(OK));
  await rig.ask(request('HEAD', '/'));
  t.match((await rig.ask(GET)).head, 'X-Connection: 2\r\n');
});

/** What an idle connection may meet; the next request must not notice, whatever its method. */
const IDLE: [what: string, happens: Script][] = [
  ['a FIN', (peer) => peer.fin()],
  ['an RST', (peer) => peer.reset()],
  ['an unasked response', (peer) => peer.send('HTTP/1.1 408 Timeout\r\nContent-Length: 6\r\n\r\npoison')],
];

for (const [what, happens] of IDLE) {
  for (const method of ['GET', 'POST']) {
    t.test(`${what} on an idle connection is seen before the next ${method}`, async (t) => {
      await using rig = await startKept(answer(OK));
      await rig.ask(GET);
      const idle = await rig.connection(1);
      await happens(idle, 1);
      const { status, head } = await rig.ask(request(method, '/'));
      t.equal(status, 200);
      t.match(head, 'X-Connection: 2\r\n');
      t.equal(idle.received.split('HTTP/1.1').length, 2, 'nothing more was sent on it');
    });
  }
}

t.test('an idle connection that the upstream closes is closed here too, at once', async (t) => {
  await using rig = await startKept(answer(OK));
  await rig.ask(GET);
  const idle = await rig.connection(1);
  const from = performance.now();
  idle.fin();
  t.equal(await idle.ended(), 'fin');
  t.ok(performance.now() - from < 5000, 'long before it is too old for the pool');
});

t.test('an unasked response that comes at the same time as a request is no answer to it', async (t) => {
  await using rig = await startKept(answer(OK));
  const client = await rig.client();
  await client.send(KEPT);
  await client.until('ok');
  const idle = await rig.connection(1);
  // In one turn of the event loop, so that the gateway finds the request first and the poison behind it.
  const sent = [client.send(GET), idle.send('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison')];
  await Promise.all(sent);
  t.equal(await client.ended(), 'fin');
  t.notMatch(client.received, /poison/);
  t.match(client.received, 'X-Connection: 2\r\n');
});

t.test('a connection is not used again when the answer came before the end of the request', async (t) => {
  await using rig = await startKept(answer(OK));
  const client = await rig.client();
  await client.send('POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nhello');
  await client.until('ok');
  t.match((await rig.ask(GET)).head, 'X-Connection: 2\r\n');
  await client.send('world');
  await (await rig.connection(1)).until('helloworld');
  await client.send(GET);
  await client.until('X-Connection: 2\r\n');
});

t.test('a request whose client leaves with it is not sent on an idle connection', async (t) => {
  await using rig = await startKept(answer(OK));
  await rig.ask(GET);
  const client = await rig.client();
  const sent = client.send(KEPT);
  client.fin();
  await sent;
  t.equal(await client.ended(), 'fin');
  const idle = await rig.connection(1);
  await idle.ended();
  t.equal(idle.received.split('HTTP/1.1').length, 2);
});

/** Answers once, reads a second request, and ends the connection as it likes. */
function answersOnce(end: Script): Script {
  return async (peer, ordinal) => {
    await answer(OK)(peer, ordinal);
    await peer.until(/\/again HTTP\/1.1\r\n[\s\S]*\r\n\r\n/);
    await end(peer, ordinal);
  };
}

const REPEATED = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];
const SENT_ONCE = ['POST', 'PATCH', 'FOO'];

for (const method of [...REPEATED, ...SENT_ONCE]) {
  for (const end of ['fin', 'reset'] as const) {
    const again = REPEATED.includes(method);
    const how = end === 'fin' ? 'a FIN' : 'an RST';
    t.test(`${method} that met ${how} on a reused connection is ${again ? 'sent once more' : 'a 502'}`, async (t) => {
      await using rig = await startKept(answersOnce((peer) => peer[end]()));
      await rig.ask(GET);
      const { status, head } = await rig.ask(request(method, '/again'));
      t.equal(status, again ? 200 : 502);
      if (!again) t.match(head, 'error=connection_terminated\r\n');
      t.equal(rig.upstream.length, again ? 2 : 1);
    });
  }
}

t.test('a request is sent once more at most', async (t) => {
  await using rig = await startRig(
    (peer, ordinal) => (ordinal === 1 ? answersOnce((p) => p.fin()) : answer('', 'fin'))(peer, ordinal),
    {
      keepalive: true,
    },
  );
  await rig.ask(GET);
  t.equal((await rig.ask(request('GET', '/again'))).status, 502);
  t.equal(rig.upstream.length, 2);
});

/** Failures of a reused connection after which a GET is not sent again: the request may have had its effect. */
const FINAL: [what: string, end: Script, status: number][] = [
  ['silence', () => undefined, 504],
  ['an octet of an answer', (peer) => peer.send('H').then(() => peer.fin()), 502],
  ['an interim response', (peer) => peer.send('HTTP/1.1 103 Hi\r\n\r\n').then(() => peer.fin()), 103],
  ['a response that is not valid', (peer) => peer.send('nonsense'), 502],
];

for (const [what, end, status] of FINAL) {
  t.test(`a GET that met ${what} on a reused connection is not sent once more`, async (t) => {
    await using rig = await startKept(answersOnce(end), { timeouts: SHORT });
    await rig.ask(GET);
    t.equal((await rig.ask(request('GET', '/again'))).status, status);
    t.equal(rig.upstream.length, 1);
  });
}

t.test('a PUT with a body is not sent once more', async (t) => {
  await using rig = await startKept(answersOnce((peer) => peer.fin()));
  await rig.ask(GET);
  const put = 'PUT /again HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok';
  t.equal((await rig.ask(put)).status, 502);
  t.equal(rig.upstream.length, 1);
});
