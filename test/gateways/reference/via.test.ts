import t from 'tap';
import { startRig } from './rig.ts';
import { answer, GET, OK } from './script.ts';

t.test('every request tells its way, with the version that it came in', async (t) => {
  await using rig = await startRig(answer(OK));
  await rig.ask('GET / HTTP/1.0\r\nVia: 1.0 fred\r\n\r\n');
  t.match(rig.upstream[0]?.received, '\r\nVia: 1.0 fred\r\nVia: 1.0 gatecrash-reference\r\n');
});

t.test('a response does not tell the hosts behind the gateway', async (t) => {
  const via = 'Via: 1.1 10.0.0.5:9000 (secret, too), HTTP/1.0 db.internal\r\n';
  await using rig = await startRig(answer(`HTTP/1.1 200 OK\r\n${via}Content-Length: 0\r\n\r\n`));
  const { head } = await rig.ask(GET);
  t.strictSame(head.match(/Via: .*/g), ['Via: 1.1 inner, HTTP/1.0 inner', 'Via: 1.1 gatecrash-reference']);
});

t.test('a request that comes round again and again is a 502, at once', async (t) => {
  await using rig = await startRig(answer(OK));
  const { status, head } = await rig.ask(
    GET.replace('Connection', `Via: ${'1.1 gatecrash-reference, '.repeat(8)}\r\nConnection`),
  );
  t.equal(status, 502);
  t.match(head, 'error=proxy_loop_detected\r\n');
  t.equal(rig.upstream.length, 0);
});
