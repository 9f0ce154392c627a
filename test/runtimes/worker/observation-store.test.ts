import t from 'tap';
import type { Observation } from '../../../harness/core/evidence.ts';
import { ObservationStore } from '../../../harness/runtimes/worker/observation-store.ts';
import { requestSeen, seen } from '../../support/evidence.ts';

const IDS = new Set(['steps-2']);

/** What a store keeps of these once requests with these ids were thinned. */
function thin(
  events: readonly Observation[],
  ids: ReadonlySet<string>,
  epoch?: (event: Observation) => number,
): Observation[] {
  const store = new ObservationStore(epoch);
  for (const event of events) store.push(event);
  store.thin(ids);
  return store.all();
}

/** What is left of events where two requests before them, on other connections, met the same as each of these. */
function thinned(events: readonly Observation[]): Observation[] {
  const alike = events.filter((event) => 'connection' in event && !['connection', 'closed'].includes(event.kind));
  const before = [91, 92].flatMap((connection) =>
    alike.map((event) => ({ ...event, connection, ...(event.kind === 'request' ? { id: 'steps-2' } : {}) })),
  ) as Observation[];
  return thin([...before, ...events], IDS).filter((event) => !('connection' in event && event.connection > 90));
}

const kinds = (events: readonly Observation[]) => events.map((event) => event.kind);

/** Requests on connections of their own in which the same happens: those after the first two are thinned. */
const ALIKE = ['steps-3', 'steps-4', 'steps-5'];

t.test('two requests of each kind in each epoch are kept whole', (t) => {
  const events = ALIKE.flatMap((id, index) => [
    requestSeen(10 * index, id, { connection: index + 1, fields: [['X-Note', 'a']] }),
    seen(10 * index + 1, { kind: 'waiting', connection: index + 1, what: 'time', id }),
  ]);
  const left = (epoch?: (event: Observation) => number) => thin(events, new Set(ALIKE), epoch).map(({ at }) => at);
  t.same(left(), [0, 1, 10, 11, 20]);
  t.same(
    left(({ at }) => (at < 20 ? 1 : 2)),
    [0, 1, 10, 11, 20, 21],
    'a fault is known by what was seen while it was armed',
  );
  t.end();
});

t.test('of a request that is not kept only the request itself stays, without its fields', (t) => {
  const fields = [['X-Note', 'a']] as const;
  const events = [
    seen(1, { kind: 'connection', remotePort: 1, scripted: true }),
    requestSeen(2, 'steps-1', { fields }),
    seen(3, { kind: 'sent', octets: 'HTTP/1.1 200 OK', cut: false }),
    requestSeen(4, 'steps-2', { nth: 2, fields }),
    seen(5, { kind: 'request-end', nth: 2, bodyBytes: 0, bodyHash: '' }),
    seen(6, { kind: 'sent', octets: 'HTTP/1.1 200 OK', cut: false }),
    requestSeen(7, 'steps-3', { nth: 3, fields }),
    seen(8, { kind: 'sent', octets: 'HTTP/1.1 200 OK', cut: false }),
    seen(9, { kind: 'closed', by: 'peer-fin', received: 1, sent: 1 }),
  ];
  const left = thinned(events);
  t.same(kinds(left), ['connection', 'request', 'sent', 'request', 'request', 'sent', 'closed']);
  t.same(
    left.map((event) => (event.kind === 'request' ? event.fields.length : null)).filter((count) => count !== null),
    [1, 0, 1],
  );
  t.end();
});

t.test('what tells whether a script was kept to stays', (t) => {
  const events = [
    requestSeen(1, 'steps-2'),
    seen(2, { kind: 'request-script', request: 2, scripted: true }),
    seen(3, { kind: 'request-script', request: 3, scripted: false }),
    seen(4, { kind: 'step', index: 0, step: 'read', last: false }),
    seen(5, { kind: 'step', index: 1, step: 'reset', last: true }),
  ];
  t.same(
    thinned(events).map(({ at }) => at),
    [1, 3, 5],
  );
  t.end();
});

t.test('what comes late is judged with its request, and what was kept stays in its order', (t) => {
  const store = new ObservationStore();
  const request = (at: number, id: string, connection: number) =>
    store.push(requestSeen(at, id, { connection, fields: [['X-Note', 'a']] }));
  const answer = (at: number, connection: number) =>
    store.push(seen(at, { kind: 'sent', connection, octets: 'HTTP/1.1 200 OK', cut: false }));
  for (const [index, id] of ALIKE.entries()) request(index, id, index);
  store.thin(new Set(ALIKE));
  for (const index of ALIKE.keys()) answer(10 + index, index);
  store.thin(new Set());
  answer(20, 0);
  answer(21, 2);
  t.same(
    store.all().map(({ at }) => at),
    [0, 1, 2, 10, 11, 20],
    'the third is not whole, the first two are, to the last',
  );
  t.end();
});

t.test('a long load costs no more for each request than a short one', (t) => {
  const store = new ObservationStore();
  let looks = 0;
  const watched = (at: number, id: string): Observation => {
    const event = requestSeen(at, id, { connection: at });
    return new Proxy(event, {
      get: (target, key) => {
        looks += 1;
        return Reflect.get(target, key);
      },
    });
  };
  const batch = (from: number) => {
    const ids = Array.from({ length: 100 }, (_, index) => `steps-${from + index}`);
    for (const [index, id] of ids.entries()) store.push(watched(from + index, id));
    looks = 0;
    store.thin(new Set(ids));
    return looks;
  };
  const [, , early] = [batch(0), batch(100), batch(200)];
  for (let from = 300; from < 3000; from += 100) batch(from);
  t.ok(early > 0);
  t.equal(batch(3000), early);
  t.end();
});
