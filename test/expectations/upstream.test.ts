import { createHash } from 'node:crypto';
import t from 'tap';
import upstream from '../../harness/expectations/upstream.ts';
import { exchange, factsWith, requestSeen, seen } from '../support/evidence.ts';
import { refusals } from './judge-step.ts';

/** Two requests of the steps on one connection, then one of the aftermath on another. */
const facts = factsWith({
  exchanges: [
    exchange({ id: 's1', startedAt: 1000 }),
    exchange({ id: 's2', startedAt: 1100 }),
    exchange({ id: 'a1', startedAt: 1200, phase: 'aftermath' }),
  ],
  observations: [
    seen(1001, { kind: 'connection', remotePort: 1, scripted: true }),
    requestSeen(1002, 's1'),
    requestSeen(1102, 's2', { nth: 2 }),
    seen(1201, { kind: 'connection', connection: 2, remotePort: 2, scripted: true }),
    requestSeen(1202, 'a1', { connection: 2 }),
  ],
});
const judge = (expected: object, name = 'app') =>
  upstream
    .judge(expected, { exchanges: [], twin: [], samples: [], twinSamples: [], load: null, facts, name })
    .map(({ expected, actual }) => [expected, actual]);

t.test('requests and connections of the steps are counted, and no others', (t) => {
  t.strictSame(judge({ requests: 2, connections: 1, attempts: '1..2' }), []);
  t.strictSame(judge({ requests: '2' }), []);
  t.strictSame(judge({ requests: 0, connections: 0 }, 'other'), [], 'an upstream that nobody reached saw nothing');
  t.end();
});

t.test('any other count is a finding', (t) => {
  t.strictSame(judge({ requests: 1, connections: '2..3', attempts: '3..4' }), [
    ['1 requests at upstream app', '2 requests'],
    ['2..3 connections at upstream app', '1 connections'],
    ['3..4 attempts at upstream app', '2 attempts'],
  ]);
  t.match(judge({ requests: 1 }, 'other'), [['1 requests at upstream other', '0 requests']]);
  t.end();
});

t.test('reuse is a second request on one connection', (t) => {
  t.strictSame(judge({ connections: 1, reused: true }), []);
  t.strictSame(judge({ reused: false }), [
    ['no connection to upstream app used again', 'GET / is request 2 of connection 1'],
  ]);
  t.match(judge({ reused: true }, 'other'), [[/other used again/, 'each request on a connection of its own']]);
  t.end();
});

t.test('who closed the connections of the steps, and how', (t) => {
  const ended = (by: 'peer-fin' | 'peer-rst' | 'our-fin' | null) => {
    const closed = by === null ? [] : [seen(1150, { kind: 'closed', by, received: 1, sent: 1 })];
    const facts = factsWith({
      exchanges: [exchange({ id: 's1', startedAt: 1000 })],
      observations: [seen(1001, { kind: 'connection', remotePort: 1, scripted: true }), ...closed],
    });
    return (expected: object) =>
      upstream
        .judge(expected, { exchanges: [], twin: [], samples: [], twinSamples: [], load: null, facts, name: 'app' })
        .map(({ actual }) => actual);
  };
  t.strictSame(ended('peer-fin')({ closed: 'fin' }), []);
  t.strictSame(ended('peer-rst')({ closed: 'rst' }), []);
  t.strictSame(ended(null)({ closed: 'none' }), []);
  t.strictSame(ended('our-fin')({ closed: 'none' }), [], 'the upstream did it');
  t.strictSame(ended('peer-rst')({ closed: 'fin' }), ['connection 1 reset by the gateway (RST)']);
  t.strictSame(ended(null)({ closed: 'fin' }), ['connection 1 left open by the gateway']);
  t.strictSame(ended('our-fin')({ closed: 'fin' }), ['connection 1 ended by the upstream itself']);
  t.strictSame(judge({ closed: 'fin' }, 'other'), [
    ['every connection to upstream other closed by the gateway (FIN)', 'no connection'],
  ]);
  t.end();
});

t.test('what the attempts for a step carried', (t) => {
  const hash = createHash('sha256').update('hello').digest('hex');
  const body = (nth: number) =>
    seen(1003, { kind: 'request-end', connection: nth, nth: 1, bodyBytes: 5, bodyHash: hash });
  const facts = factsWith({
    exchanges: [exchange({ id: 's1', method: 'PUT' }), exchange({ id: 's2', startedAt: 1100 })],
    observations: [
      requestSeen(1002, 's1', { method: 'PUT', fields: [['Via', '1.1 x']] } as object),
      body(1),
      requestSeen(1004, 's1', { method: 'PUT', connection: 2, fields: [['Via', '1.1 x']] } as object),
      requestSeen(1102, 's2', { connection: 3 }),
    ],
  });
  const told = (carried: object, id = 's1') => {
    const exchanges = facts.exchanges.filter(({ exchange }) => exchange.id === id);
    const context = { exchanges, twin: [], samples: [], twinSamples: [], load: null, facts, name: 'app' };
    return upstream
      .judge(upstream.schema.parse({ carried }), context)
      .map(({ expected, actual }) => [expected, actual]);
  };
  t.strictSame(told({ method: 'PUT', target: '/', headers: { Via: 'present', 'X-Secret': 'absent' } }), []);
  t.strictSame(told([{ connection: 1, body: { equals: 'hello' } }, { connection: 2 }]), []);
  t.strictSame(told([{ body: { bytes: 5, sha256: hash } }, { nth: 1 }]), []);
  t.strictSame(told([{ body: { bytes: 6 } }, { headers: { Via: { matches: '^2' } } }]), [
    ['attempt 1 for this step at upstream app with 6 bytes of body', `5 bytes of body with SHA-256 ${hash}`],
    ['attempt 2 for this step at upstream app with Via that matches ^2', 'Via: 1.1 x'],
  ]);
  t.strictSame(told({ body: 'any' }), [
    ['attempt 2 for this step at upstream app with a whole body', 'a body that never came whole'],
  ]);
  t.match(told({ body: 'none' }), [
    [/with 0 bytes of body/, /^5 bytes/],
    [/with 0 bytes/, /never came whole/],
  ]);
  t.strictSame(told([{ method: 'PUT' }]), [['1 attempts for this step at upstream app', '2 attempts']]);
  t.strictSame(told({ method: 'PUT' }, 's3'), [['at least 1 attempts for this step at upstream app', '0 attempts']]);
  t.strictSame(told({ method: 'POST', connection: 3 }, 's2'), [
    ['attempt 1 for this step at upstream app with method POST', 'method GET'],
  ]);
  t.end();
});

t.test('what is no count is refused in words', (t) => {
  for (const wrong of [-1, 1.5, '3..2', 'many', true])
    t.match(refusals(upstream, { requests: wrong }), [/must be a number, or a range/], String(wrong));
  t.match(refusals(upstream, {}), ['must have requests, connections, attempts, reused, closed or carried']);
  t.match(refusals(upstream, { closed: 'reset' }), ['must be fin, rst or none']);
  for (const wrong of [{}, [], { body: { equals: 1 } }, { connection: 0 }, { headers: { 'a b': 'x' } }])
    t.not(refusals(upstream, { carried: wrong }).length, 0, JSON.stringify(wrong));
  t.not(refusals(upstream, { replies: 1 }).length, 0);
  t.end();
});
