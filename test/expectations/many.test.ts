import t from 'tap';
import type { Arming } from '../../harness/core/arming.ts';
import type { Load, LoadSample } from '../../harness/core/load.ts';
import only from '../../harness/expectations/only.ts';
import recovered from '../../harness/expectations/recovered.ts';
import share from '../../harness/expectations/share.ts';
import upstream from '../../harness/expectations/upstream.ts';
import { exchange, factsWith, requestSeen } from '../support/evidence.ts';
import { refusals } from './judge-step.ts';

/** Samples with these statuses, one each 100 ms. */
const samplesWith = (...statuses: readonly (number | null)[]): LoadSample[] =>
  statuses.map((status, index) => ({
    id: `s${index}`,
    due: index * 100,
    ms: 1,
    late: 0,
    status,
    sound: status !== null,
  }));

const context = (samples: readonly LoadSample[], armings: readonly Arming[] = []) => {
  const facts = factsWith({ exchanges: [] });
  const load: Load = {
    phase: 'steps',
    step: 'steps.0',
    upstream: 'app',
    method: 'GET',
    fault: null,
    startedAt: 1000,
    endedAt: 9000,
    samples,
  };
  const evidence = { ...facts.evidence, armings };
  return { exchanges: [], twin: [], samples, twinSamples: [], load, facts: { ...facts, evidence }, name: null };
};

t.test('only: every answer of many has one of the statuses', (t) => {
  t.same(only.judge([200, '5xx'], context(samplesWith(200, 502, 503))), []);
  t.same(only.judge([200, 'none'], context(samplesWith(200, null))), []);
  t.match(only.judge([200, 502], context(samplesWith(200, 404, 404, null))), [
    { expected: 'only 200, 502', actual: '2 x 404, 1 x none in 4 requests' },
  ]);
  t.end();
});

t.test('share: the part of the answers with a status keeps to its bound', (t) => {
  const samples = samplesWith(200, 200, 200, 502);
  t.same(share.judge({ 200: '>= 75%', '5xx': '<= 25%', none: '<= 0%' }, context(samples)), []);
  t.match(share.judge({ 200: '> 75%', 502: '< 25%' }, context(samples)), [
    { actual: '75.0% (3 of 4)' },
    { actual: '25.0% (1 of 4)' },
  ]);
  t.match(refusals(share, { 200: '95' }), [/must be a share such as/]);
  t.match(refusals(share, { many: '> 5%' }), [/./]);
  t.match(refusals(share, {}), ['must have a status']);
  t.end();
});

t.test('recovered: from so long after the last change on no request fails', (t) => {
  const armings: Arming[] = [
    { upstream: 'app', fault: 'connection-refused', from: 1200, until: 1400, probes: [] },
    { upstream: 'app', fault: null, from: 1400, until: null, probes: [] },
  ];
  const judge = (...statuses: (number | null)[]) =>
    recovered.judge({ within: 200 }, context(samplesWith(...statuses), armings));
  t.same(judge(200, 200, 502, 502, 502, 502, 200, 200, 200), []);
  t.match(judge(200, 200, 502, 502, 502, 502, 200, 502, 200), [
    { actual: /^1 of 2 were not, the last 300 ms after the change: 502$/, timed: true },
  ]);
  t.match(judge(200, 200, 502), [{ actual: /the load is too short/ }]);
  t.match(recovered.judge({ within: 200 }, { ...context([]), load: null }), [{ actual: 'no load' }]);
  t.end();
});

t.test('unsafe-once: a request that changes something does not reach the upstream twice', (t) => {
  const facts = factsWith({
    exchanges: [exchange({ id: 's1', startedAt: 1000 })],
    observations: [
      requestSeen(1001, 's1', { method: 'POST' }),
      requestSeen(1002, 's1', { method: 'POST', connection: 2 }),
      requestSeen(1003, 's2', { connection: 3 }),
      requestSeen(1004, 's2', { connection: 4 }),
    ],
  });
  const found = upstream.judge({ requests: 'unsafe-once' }, { ...context([]), facts, name: 'app' });
  t.match(found, [{ expected: 'each unsafe request once at upstream app', actual: '2 x POST / (s1)' }]);
  t.equal(found.length, 1, 'a GET may be sent again');
  t.end();
});
