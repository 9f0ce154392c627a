import t from 'tap';
import { startKept, startRig } from './rig.ts';
import { answer, GET, OK, request, type Script, SHORT } from './script.ts';

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

t.test('nothing is sent twice where retries are off', async (t) => {
  await using rig = await startRig(
    answersOnce((peer) => peer.fin()),
    { keepalive: true, retries: 'off' },
  );
  await rig.ask(GET);
  t.equal((await rig.ask(request('GET', '/again'))).status, 502);
  t.equal(rig.upstream.length, 1);
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
