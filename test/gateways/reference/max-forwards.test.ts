import t from 'tap';
import { startRig } from './rig.ts';
import { answer, OK } from './script.ts';

const asking = (method: string, hops: string, more = '') =>
  `${method} /x HTTP/1.1\r\nHost: test\r\nMax-Forwards: ${hops}\r\n${more}Connection: close\r\n\r\n`;

t.test('each hop is counted down for OPTIONS and TRACE, and for nothing else', async (t) => {
  await using rig = await startRig(answer(OK));
  for (const method of ['OPTIONS', 'TRACE', 'GET']) t.equal((await rig.ask(asking(method, '7'))).status, 200);
  const passedOn = rig.upstream.map(({ received }) => /Max-Forwards: (.*)\r/.exec(received)?.[1]);
  t.strictSame(passedOn, ['6', '6', '7']);
});

t.test('OPTIONS with no hop left is answered by the gateway', async (t) => {
  await using rig = await startRig(answer(OK));
  const { status, head, body } = await rig.ask(asking('OPTIONS', '0'));
  t.equal(status, 200);
  t.match(head, /\r\nAllow: GET, HEAD, /);
  t.match(head, '\r\nContent-Length: 0\r\n');
  t.equal(body, '');
  t.equal(rig.upstream.length, 0);
});

t.test('TRACE with no hop left is answered with the request, without its secrets', async (t) => {
  await using rig = await startRig(answer(OK));
  const { head, body } = await rig.ask(asking('TRACE', '0', 'Cookie: a=b\r\nAuthorization: Basic eA==\r\nX-A: 1\r\n'));
  t.match(head, '\r\nContent-Type: message/http\r\n');
  t.equal(body, 'TRACE /x HTTP/1.1\r\nHost: test\r\nMax-Forwards: 0\r\nX-A: 1\r\nConnection: close\r\n\r\n');
  t.equal(rig.upstream.length, 0);
});

t.test('what is no number is passed on as it is', async (t) => {
  await using rig = await startRig(answer(OK));
  t.equal((await rig.ask(asking('OPTIONS', '-1'))).status, 200);
  t.match(rig.upstream[0]?.received, '\r\nMax-Forwards: -1\r\n');
});
