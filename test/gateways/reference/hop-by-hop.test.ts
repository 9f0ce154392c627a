import t from 'tap';
import { startRig } from './rig.ts';
import { answer, GET, KEPT, OK } from './script.ts';

const HOP =
  'Connection: close, X-Hop\r\nX-Hop: a\r\nKeep-Alive: timeout=9\r\nProxy-Connection: keep-alive\r\nTE: trailers\r\n';

t.test('fields for one hop stop here, in both directions', async (t) => {
  const response = `HTTP/1.1 200 OK\r\n${HOP}Upgrade: h2c\r\nTrailer: X\r\nX-Unknown: 1\r\nContent-Length: 0\r\n\r\n`;
  await using rig = await startRig(answer(response), { keepalive: true });
  const client = await rig.client();
  await client.send(`GET / HTTP/1.1\r\nHost: test\r\n${HOP}Upgrade: h2c\r\nX-Unknown: 1\r\n\r\n`);
  await client.ended();
  const sent = rig.upstream[0]?.received ?? '';
  for (const head of [sent, client.received]) {
    t.notMatch(head, /X-Hop|Keep-Alive|Proxy-Connection|\nTE:|Upgrade|Trailer/i);
    t.match(head, '\r\nX-Unknown: 1\r\n');
  }
  t.notMatch(sent, /Connection/);
  t.match(client.received, '\r\nConnection: close\r\n', 'our own, since the client asked for it');
});

t.test('the connection to the upstream is closed after one request without keepalive, and that is said', async (t) => {
  await using rig = await startRig(answer(OK));
  await rig.ask(GET);
  t.match(rig.upstream[0]?.received, '\r\nConnection: close\r\n');
});

t.test('what Connection: close of the upstream means is not passed on to the client', async (t) => {
  await using rig = await startRig(answer('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'));
  const client = await rig.client();
  await client.send(KEPT);
  await client.until('ok');
  t.notMatch(client.received, /Connection/);
});

t.test('a Content-Length that Connection names still frames the body', async (t) => {
  await using rig = await startRig(
    answer('HTTP/1.1 200 OK\r\nConnection: Content-Length\r\nContent-Length: 2\r\n\r\nokx'),
  );
  const { head, body } = await rig.ask(GET);
  t.match(head, '\r\nContent-Length: 2\r\n');
  t.equal(body, 'ok');
});

t.test('a missing Date is added, and one that is there is kept', async (t) => {
  await using rig = await startRig((peer, ordinal) =>
    answer(ordinal === 1 ? OK : 'HTTP/1.1 200 OK\r\nDate: then\r\nContent-Length: 0\r\n\r\n')(peer, ordinal),
  );
  const date = /\r\nDate: (.*)\r\n/.exec((await rig.ask(GET)).head)?.[1] ?? '';
  t.match(date, /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/);
  t.ok(Math.abs(Date.parse(date) - Date.now()) < 5000);
  t.strictSame((await rig.ask(GET)).head.match(/Date: .*/g), ['Date: then']);
});
