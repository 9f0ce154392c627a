import t, { type Test } from 'tap';
import { ClientConnection } from '../../harness/client/client-connection.ts';
import type { RequestSpec } from '../../harness/core/scenario.ts';
import { type LoadClients, LoadRun } from '../../harness/play/load-run.ts';
import { get, rawServer } from '../client/raw-server.ts';

const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const REQUEST = {} as RequestSpec;

/** Clients of a server that answers the n-th request, counted over all connections, by `answer`. */
async function clientsOf(t: Test, answer: (nth: number, reply: (text: string) => void) => void) {
  let requests = 0;
  let opened = 0;
  const address = await rawServer(t, (socket) => {
    socket.on('data', () => {
      requests += 1;
      answer(requests, (text) => socket.write(text));
    });
  });
  let sent = 0;
  const forgotten = new Set<string>();
  const clients: LoadClients = {
    open: () => {
      opened += 1;
      return ClientConnection.open(address, { client: 'load', ordinal: opened });
    },
    exchange: (connection) => {
      sent += 1;
      return connection.exchange(get({ id: `id-${sent}` }));
    },
    leave: (connection) => connection.destroy(),
    forget: (ids) => {
      for (const id of ids) forgotten.add(id);
    },
  };
  return { clients, forgotten, opened: () => opened };
}

t.test('so many requests go out as the rate and the time say, on connections that are kept', async (t) => {
  const { clients, forgotten, opened } = await clientsOf(t, (_, reply) => reply(HELLO));
  const run = new LoadRun({ request: REQUEST, rate: 100, duration: 400 }, clients);
  const { samples, kept, startedAt, endedAt } = await run.toEnd();
  t.equal(samples.length, 40);
  t.same(
    samples.map(({ due }) => due),
    Array.from({ length: 40 }, (_, index) => index * 10),
  );
  t.ok(samples.every(({ status, sound }) => status === 200 && sound));
  t.ok(endedAt - startedAt >= 390, 'and no faster');
  t.ok(opened() < 40, 'an idle connection is used again');
  t.equal(kept.length, 3, 'a few exchanges of each kind are kept');
  t.equal(forgotten.size, 37);
});

t.test('the rate does not wait for answers, and what waits counts from when it was due', async (t) => {
  const held: (() => void)[] = [];
  const { clients } = await clientsOf(t, (nth, reply) => {
    held.push(() => reply(HELLO));
    // The last one of ten lets all go: a closed loop would never come to send it.
    if (nth === 10) for (const release of held) release();
  });
  const { samples } = await new LoadRun({ request: REQUEST, rate: 10, duration: 1000 }, clients).toEnd();
  t.equal(samples.length, 10);
  t.ok((samples[0]?.ms ?? 0) >= 650, 'the first waited for the last, which was due 900 ms later');
  t.ok((samples[9]?.ms ?? 1000) < 650);
});

t.test('each kind of outcome is kept', async (t) => {
  const { clients } = await clientsOf(t, (nth, reply) =>
    reply(nth === 7 ? 'HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n' : HELLO),
  );
  const { kept, samples } = await new LoadRun({ request: REQUEST, rate: 50, duration: 200 }, clients).toEnd();
  t.same(kept.map(({ final }) => final?.status).sort(), [200, 200, 200, 503]);
  t.equal(samples.filter(({ status }) => status === 503).length, 1);
});

t.test('what is not kept is forgotten while the load goes on', async (t) => {
  const { clients, forgotten } = await clientsOf(t, (_, reply) => reply(HELLO));
  const batches: number[] = [];
  const forget = (ids: ReadonlySet<string>) => {
    batches.push(ids.size);
    clients.forget(ids);
  };
  const spec = { request: REQUEST, rate: 1000, duration: 2400 };
  const { samples, kept } = await new LoadRun(spec, { ...clients, forget }).toEnd();
  t.equal(samples.length, 2400);
  t.same(batches.slice(0, 2), [1000, 1000]);
  t.equal(batches.length, 3, 'and the last of them at its end');
  t.equal(forgotten.size + kept.length, 2400);
});
