import t from 'tap';
import { startRig } from './rig.ts';
import { answer, GET, OK, SHORT } from './script.ts';

const OLD = 'GET / HTTP/1.0\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: X-Hop\r\nX-Hop: a\r\n\r\n';

t.test('interim responses come before the final one and leave nothing in it', async (t) => {
  await using rig = await startRig(answer(`HTTP/1.1 100 Continue\r\n\r\n${HINTS}HTTP/1.1 102 Processing\r\n\r\n${OK}`));
  const { head, body } = await rig.ask(GET);
  t.equal(head, 'HTTP/1.1 100 Continue\r\nVia: 1.1 gatecrash-reference\r\n\r\n');
  const [early, processing, final, content] = body.split('\r\n\r\n');
  t.equal(early, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nVia: 1.1 gatecrash-reference');
  t.match(processing, /^HTTP\/1.1 102 /);
  t.match(final, /^HTTP\/1.1 200 OK\r\n/);
  t.notMatch(final, /Link/);
  t.equal(content, 'ok');
});

t.test('an HTTP/1.0 client sees no interim response', async (t) => {
  await using rig = await startRig(answer(HINTS + OK));
  const { status, body } = await rig.ask(OLD);
  t.strictSame([status, body], [200, 'ok']);
});

t.test('an interim response is not framed, and what follows it is no body', async (t) => {
  await using rig = await startRig(answer(`HTTP/1.1 103 Hi\r\nContent-Length: 5\r\n\r\nhello${OK}`));
  const { head, body } = await rig.ask(GET);
  t.notMatch(head, /Content-Length/);
  t.match(body, /^HTTP\/1.1 502 /);
  t.notMatch(body, /hello/);
});

t.test('protocols that are switched unasked are a 502', async (t) => {
  const switched = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  await using rig = await startRig(answer(switched));
  const asked = GET.replace('Connection: close', 'Connection: Upgrade, close\r\nUpgrade: websocket');
  for (const request of [GET, asked]) {
    const { status, head } = await rig.ask(request);
    t.equal(status, 502);
    t.notMatch(head, /Upgrade/);
  }
  t.notMatch(rig.upstream[1]?.received, /Upgrade/, 'an upgrade is not offered');
});

t.test('a flood of interim responses is a 502', async (t) => {
  await using rig = await startRig(answer('HTTP/1.1 102 Processing\r\n\r\n'.repeat(10_000)));
  const { head, body } = await rig.ask(GET);
  t.match(body, /HTTP\/1.1 502 /);
  t.equal((head + body).split('HTTP/1.1 102 ').length - 1, 100);
});

for (const [end, status] of [
  ['fin', 502],
  ['hold', 504],
] as const) {
  t.test(`an interim response and then ${end === 'fin' ? 'a FIN' : 'silence'} is one ${status}`, async (t) => {
    await using rig = await startRig(answer('HTTP/1.1 103 Hi\r\n\r\n', end), { timeouts: SHORT });
    const { head, body } = await rig.ask(GET);
    t.match(head, /^HTTP\/1.1 103 /);
    t.match(body, new RegExp(`^HTTP/1\\.1 ${status} `));
  });
}
