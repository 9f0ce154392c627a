import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import t from 'tap';
import type { GuestEvent } from '../../../harness/core/told.ts';
import { relay } from '../../../harness/runtimes/worker/relay.ts';
import { watchGuest } from '../../../harness/runtimes/worker/watch-guest.ts';

type Seen = Parameters<Parameters<typeof watchGuest>[2]>[0];

/** A person's connection through a watched door to a gateway that is driven by hand. */
async function connected(test: { teardown(action: () => unknown): void }) {
  const gateways = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(gateways, 'listening');
  const told: Seen[] = [];
  const over = Promise.withResolvers<void>();
  const door = createServer({ allowHalfOpen: true }, (guest) => {
    const { port } = gateways.address() as { port: number };
    const gateway = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    watchGuest(guest, gateway, (seen) => {
      told.push(seen);
      if (seen.kind === 'ended') over.resolve();
    });
    relay(guest, gateway);
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const client = connect((door.address() as { port: number }).port, '127.0.0.1');
  client.on('error', () => {}).resume();
  const [gateway] = (await once(gateways, 'connection')) as [Socket];
  gateway.on('error', () => {}).on('end', () => {});
  test.teardown(() => {
    for (const socket of [client, gateway]) socket.destroy();
    for (const server of [door, gateways]) server.close();
  });
  return { client, gateway, told, over: over.promise };
}

async function asked({ client, gateway }: { client: Socket; gateway: Socket }, text: string): Promise<void> {
  client.write(text);
  await once(gateway, 'data');
}

const last = (told: readonly Seen[]) => told.at(-1) as Extract<GuestEvent, { kind: 'ended' }>;

t.test('answers are told by the request that they belong to, however they are cut', async (t) => {
  const all = await connected(t);
  await asked(all, 'GET /one HTTP/1.1\r\nHost: x\r\n\r\nHEAD /two HTTP/1.1\r\nHost: x\r\n\r\n');
  const answers = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n';
  all.gateway.write(answers.slice(0, 30));
  await once(all.client, 'data');
  all.gateway.end(answers.slice(30));
  all.client.end();
  await all.over;
  t.match(all.told, [
    { kind: 'opened' },
    { kind: 'asked', nth: 1, method: 'GET', target: '/one', version: '1.1' },
    { kind: 'asked', nth: 2, method: 'HEAD', target: '/two' },
    { kind: 'answered', nth: 1, status: 200, reason: 'OK', bodyBytes: 2, complete: true },
    { kind: 'answered', nth: 2, status: 404, bodyBytes: 0, complete: true },
    { kind: 'ended', received: answers.length, unanswered: 0 },
  ]);
});

t.test('a reset of the gateway reaches the client as a reset, and the answer counts as cut', async (t) => {
  const all = await connected(t);
  await asked(all, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  // Without a length: an orderly close would say that the body is whole.
  all.gateway.write('HTTP/1.1 200 OK\r\n\r\nhalf');
  await once(all.client, 'data');
  const reset = new Promise((resume) => all.client.once('close', resume));
  const errors: string[] = [];
  all.client.on('error', (error: NodeJS.ErrnoException) => errors.push(String(error.code)));
  all.gateway.resetAndDestroy();
  await reset;
  await all.over;
  t.same(errors, ['ECONNRESET']);
  t.match(all.told[2], { kind: 'answered', status: 200, bodyBytes: 4, complete: false });
  t.equal(last(all.told).by, 'gateway-rst');
});

t.test('the same with an orderly close is a whole answer', async (t) => {
  const all = await connected(t);
  await asked(all, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  all.gateway.end('HTTP/1.1 200 OK\r\n\r\nhalf');
  all.client.once('end', () => all.client.end());
  await all.over;
  t.match(all.told[2], { kind: 'answered', bodyBytes: 4, complete: true });
  t.equal(last(all.told).by, 'gateway-fin');
});

t.test('a client that resets, or that is never answered, is told so', async (t) => {
  const all = await connected(t);
  await asked(all, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  all.client.resetAndDestroy();
  await all.over;
  t.match(last(all.told), { by: 'client-rst', unanswered: 1, received: 0 });
});

t.test('what is no HTTP passes, and is counted', async (t) => {
  const all = await connected(t);
  await asked(all, '\u0016\u0003\u0001 no request\r\n\r\n');
  all.gateway.write('no answer');
  await once(all.client, 'data');
  all.client.end();
  all.gateway.end();
  await all.over;
  t.same(
    all.told.map(({ kind }) => kind),
    ['opened', 'ended'],
  );
  t.match(last(all.told), { by: 'client-fin', received: 9, unanswered: 0 });
});
