import t from 'tap';
import type { Facts } from '../../harness/core/facts.ts';
import type { Load, LoadSample } from '../../harness/core/load.ts';
import herd from '../../harness/rules/herd.ts';
import isolation from '../../harness/rules/isolation.ts';
import { answer, broken, caseWith, exchange, factsWith, healthy, requestSeen, seen } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const HUNG = broken('never-answers', { do: 'read', what: 'request' }, { do: 'hold' });

/** A load of 40 requests in 400 ms to an upstream, the n-th of which came out so. */
function load(upstream: string, sample: (nth: number) => Partial<LoadSample> = () => ({})): Load {
  const step = `steps.0.parallel.${upstream === 'app' ? 0 : 1}`;
  const samples = Array.from({ length: 40 }, (_, nth) => ({
    id: `${upstream}-${nth}`,
    due: 10 * nth,
    ms: 5,
    late: 0,
    status: 200,
    sound: true,
    ...sample(nth),
  }));
  return { phase: 'steps', step, upstream, method: 'GET', fault: null, startedAt: 1000, endedAt: 1400, samples };
}

/** Two loads at once, of which the one on `app` hangs. */
function beside(other: Load, twin: Load = load('other')): Facts {
  const facts = factsWith({
    case: caseWith({ upstreams: { app: HUNG, other: healthy } }),
    exchanges: [exchange()],
  });
  const { evidence } = facts;
  const main = { ...evidence.main, loads: [load('app', () => ({ status: 504, ms: 1000 })), other] };
  return { ...facts, evidence: { ...evidence, main, twin: { ...evidence.twin, loads: [twin] } } };
}

t.test('OP-20: the route beside an overloaded upstream has no error and is as fast', (t) => {
  const judge = (facts: Facts) => judgeRule(isolation, 'OP-20', facts);
  t.strictSame(judge(beside(load('other'))), []);
  t.strictSame(judge(beside(load('other', () => ({ ms: 500 })))), [], 'half a second is no proof');
  t.match(judge(beside(load('other', (nth) => (nth === 7 ? { status: 503 } : {})))), [
    { actual: '1 of 40 requests failed: 503' },
  ]);
  t.match(judge(beside(load('other', (nth) => (nth === 7 ? { sound: false } : {})))), [{ actual: /^1 of 40/ }]);
  t.match(judge(beside(load('other', () => ({ ms: 900 })))), [{ actual: '900 ms over 40 requests', timed: true }]);
  t.strictSame(
    judge(
      beside(
        load('other', () => ({ ms: 900 })),
        load('other', () => ({ ms: 400 })),
      ),
    ),
    [],
    'a route that is slow on a quiet day may be three times as slow',
  );
  t.strictSame(
    judge(
      beside(
        load('other', () => ({ status: 500 })),
        load('other', () => ({ status: 500 })),
      ),
    ),
    [],
  );
  t.end();
});

/** /poison is answered by this, and /page then by the gateway alone, or by the upstream. */
function poisoned(octets: string, page: 'asked' | 'not asked'): Facts {
  const bad = { kind: 'sent', connection: 1, octets, cut: false } as const;
  const asked = page === 'asked';
  return factsWith({
    case: caseWith({ upstreams: { app: broken('script') } }),
    exchanges: [
      exchange({ target: '/poison', raw: answer(502) }),
      exchange({
        id: 'steps-2',
        target: '/page',
        startedAt: 2000,
        ...(asked ? {} : { raw: answer(503, {}, 'nobody is left') }),
      }),
    ],
    observations: [
      requestSeen(1001, 'steps-1', { target: '/poison' }),
      seen(1002, bad),
      seen(1003, { kind: 'closed', by: 'our-fin', received: 9, sent: 9 }),
      ...(asked ? [requestSeen(2001, 'steps-2', { target: '/page', connection: 2 })] : []),
    ],
  });
}

t.test('OP-21: an upstream that answers one URL in garbage is asked for others', (t) => {
  const judge = (facts: Facts) => judgeRule(isolation, 'OP-21', facts);
  t.strictSame(judge(poisoned('GARBAGE\r\n\r\n', 'asked')), []);
  t.match(judge(poisoned('GARBAGE\r\n\r\n', 'not asked')), [{ exchange: 'steps-2', actual: /not asked$/ }]);
  t.strictSame(judge(poisoned(answer(200), 'not asked')), [], 'the answer was sound: there is another reason');
  t.end();
});

/** An outage from 1000 to 1100 in a load of 40 requests, and so many connections in the second behind it. */
function back(connections: number, quiet: number): Facts {
  const open = (from: number, count: number) =>
    Array.from({ length: count }, (_, nth) =>
      seen(from + nth, { kind: 'connection', connection: nth + 1, remotePort: nth + 1, scripted: true }),
    );
  const facts = factsWith({ exchanges: [exchange()], observations: open(1101, connections) });
  const { evidence } = facts;
  const arming = { upstream: 'app', until: null, probes: [] };
  return {
    ...facts,
    evidence: {
      ...evidence,
      main: { ...evidence.main, loads: [load('app')] },
      twin: { ...evidence.twin, observations: open(5000, quiet) },
      armings: [
        { ...arming, fault: 'connection-refused', from: 1000, until: 1100 },
        { ...arming, fault: null, from: 1100 },
      ],
    },
  };
}

t.test('OP-27: an upstream that comes back is not run over', (t) => {
  const judge = (facts: Facts) => judgeRule(herd, 'OP-27', facts);
  t.strictSame(judge(back(30, 40)), []);
  t.strictSame(judge(back(90, 40)), [], 'twice as many as on a quiet day, and ten');
  t.match(judge(back(91, 40)), [{ expected: /^at most 90 new connections/, actual: '91', timed: true }]);
  t.strictSame(judge(back(35, 0)), [], 'one for each request');
  t.match(judge(back(90, 0)), [{ actual: '90' }]);
  t.end();
});
