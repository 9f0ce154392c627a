import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { allServe } from '../../../harness/runtimes/worker/serves.ts';

t.test('one that has no routes yet is asked until it has', async (t) => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    response.writeHead(asked.length < 3 ? 404 : 502).end();
  }).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const address = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const routed = { path: '/api/', host: 'www.example.test', until: 404 };
  await allServe([address], { routed }, new AbortController().signal);
  t.same(asked, Array(3).fill('www.example.test /api/'));
});

t.test('one that never has routes is told as such', async (t) => {
  const server = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const address = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const limit = new AbortController();
  server.once('request', () => limit.abort());
  const waiting = allServe([address], { routed: { path: '/', until: 404 } }, limit.signal);
  await t.rejects(waiting, /had no route: GET \/ is answered with 404/);
});
