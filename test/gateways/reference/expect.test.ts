import t from 'tap';
import { startRig } from './rig.ts';
import { answer, KEPT, OK, SHORT } from './script.ts';

t.jobs = 4;

const HOST = 'Host: test\r\nConnection: close\r\n';
const expecting = (octets: number) =>
  `POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: ${octets}\r\n\r\n`;

t.test(
  'Expect: 100-continue goes to the upstream, and its 100 to the client, who then may take its time',
  async (t) => {
    await using rig = await startRig(
      async (peer, ordinal) => {
        if (ordinal > 1) return;
        await peer.until('Expect: 100-continue\r\n');
        await peer.send('HTTP/1.1 100 Continue\r\n\r\n');
        await peer.until('hello');
        await peer.send(OK);
      },
      { timeouts: SHORT },
    );
    const client = await rig.client();
    await client.send(expecting(5));
    await client.until('HTTP/1.1 100 Continue\r\n');
    t.equal((await rig.ask(`GET / HTTP/1.1\r\n${HOST}\r\n`)).status, 504, 'a read timeout has gone by');
    t.notMatch(client.received, /504|200/);
    await client.send('hello');
    await client.until('ok');
    await client.send(KEPT);
    await rig.connection(3);
  },
);

for (const [what, script, status] of [
  ['that refuses it', answer('HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n'), 417],
  ['that is silent', () => undefined, 504],
  ['that closes', answer('', 'fin'), 502],
] as const) {
  t.test(`an expectation before an upstream ${what} is answered with ${status} and a close`, async (t) => {
    await using rig = await startRig(script, { timeouts: SHORT });
    const client = await rig.client();
    await client.send(expecting(5));
    t.equal(await client.ended(), 'fin');
    t.match(client.received, new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*\r\nConnection: close\r\n`));
  });
}

t.test('an expectation of an HTTP/1.0 client is not passed on', async (t) => {
  await using rig = await startRig(answer(OK));
  await rig.ask('POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok');
  t.notMatch(rig.upstream[0]?.received, /Expect/);
});
