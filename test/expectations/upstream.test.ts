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

t.test('what is no count is refused in words', (t) => {
  for (const wrong of [-1, 1.5, '3..2', 'many', true])
    t.match(refusals(upstream, { requests: wrong }), [/must be a number, or a range/], String(wrong));
  t.match(refusals(upstream, {}), ['must have requests, connections or attempts']);
  t.not(refusals(upstream, { replies: 1 }).length, 0);
  t.end();
});
