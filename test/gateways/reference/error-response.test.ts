import t from 'tap';
import { startRig } from './rig.ts';
import { GET } from './script.ts';

const DATE = /^Date: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

t.test('an error says what it is, is not stored, and tells nothing of the inside', async (t) => {
  await using rig = await startRig((peer) => peer.reset());
  const { head, body } = await rig.ask(GET);
  const [status, date, ...fields] = head.split('\r\n');
  t.equal(status, 'HTTP/1.1 502 Bad Gateway');
  t.match(date, DATE);
  t.strictSame(fields, [
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${body.length}`,
    'Cache-Control: no-store',
    'Proxy-Status: gatecrash-reference; error=connection_terminated',
    'Connection: close',
    '',
    '',
  ]);
  t.equal(body, '502 Bad Gateway: The upstream closed the connection before it answered.\n');
});

t.test('an error to HEAD has no body, and the connection stays in step', async (t) => {
  await using rig = await startRig((peer) => peer.reset());
  const client = await rig.client();
  await client.send('HEAD / HTTP/1.1\r\nHost: test\r\n\r\n');
  await client.until('\r\n\r\n');
  await client.send(GET);
  await client.ended();
  t.match(client.received, /\r\n\r\nHTTP\/1.1 502 Bad Gateway\r\n[\s\S]*\r\n\r\n502 Bad Gateway: /);
});

for (const [accept, type, pattern] of [
  [
    'application/json',
    'application/problem+json',
    /^\{"title":"Bad Gateway","status":502,"detail":"The upstream .*"\}\n$/,
  ],
  ['application/problem+json', 'application/problem+json', /^\{/],
  [
    'text/html,*/*',
    'text/html; charset=utf-8',
    /^<!doctype html><title>502 Bad Gateway<\/title><p>The upstream .*<\/p>\n$/,
  ],
  ['image/png', 'text/plain; charset=utf-8', /^502 Bad Gateway: /],
] as const) {
  t.test(`an error is ${type} to a client that accepts ${accept}`, async (t) => {
    await using rig = await startRig((peer) => peer.reset());
    const { head, body } = await rig.ask(GET.replace('Connection', `Accept: ${accept}\r\nConnection`));
    t.match(head, `\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n`);
    t.match(body, pattern);
  });
}

t.test('an error to an HTTP/1.0 client closes the connection', async (t) => {
  await using rig = await startRig((peer) => peer.reset());
  const { status, ended } = await rig.ask('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
  t.strictSame([status, ended], [502, 'fin']);
});

t.test('every error is one line of the log, with its cause, its upstream and its time', async (t) => {
  await using rig = await startRig((peer) => peer.reset());
  await rig.ask(GET.replace('/', '/other?token=secret').replace('Connection', 'X-Gatecrash-Id: steps-1\r\nConnection'));
  t.match(rig.log, [
    {
      event: 'error',
      error: 'connection_terminated',
      status: 502,
      id: 'steps-1',
      upstream: 'other',
      ms: Number,
      detail: String,
    },
  ]);
  t.equal(rig.log.length, 1);
  t.notMatch(JSON.stringify(rig.log), /secret|127\.0\.0\.1:[1-9]/, 'no upstream address, and nothing of the message');
});
