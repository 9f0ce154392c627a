import t from 'tap';
import { startKept, startRig } from './rig.ts';
import { answer, GET, healthy, KEPT, OK, request, type Script } from './script.ts';

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
