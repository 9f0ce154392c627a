import t from 'tap';
import type { Observation } from '../../../harness/core/evidence.ts';
import { thin, withoutLinesOf } from '../../../harness/runtimes/worker/thin.ts';
import { requestSeen, seen } from '../../support/evidence.ts';

const IDS = new Set(['steps-2']);

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
  const again = thin(thin(events, new Set(ALIKE)), new Set(ALIKE));
  t.same(
    again.map(({ at }) => at),
    [0, 1, 10, 11, 20],
    'again and again',
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

t.test('lines about such a request go, others stay', (t) => {
  const lines = ['"GET /" 502 id=steps-2', '"GET /" 502 id=steps-22', 'listening on 127.1.0.2:80'];
  t.same(withoutLinesOf(lines, IDS), lines.slice(1));
  t.same(withoutLinesOf(lines, new Set()), lines);
  t.end();
});
