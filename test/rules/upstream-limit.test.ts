import t from 'tap';
import type { Exchange, Observation } from '../../harness/core/evidence.ts';
import rules from '../../harness/rules/upstream-limit.ts';
import { answer, caseWith, exchange, factsWith, seen, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** One request at the upstream from `from` on, for `ms`, and its exchange, which began at 1000. */
function stay(ordinal: number, { from = 1010, ms = 600 } = {}): { exchange: Exchange; observations: Observation[] } {
  const id = `steps-${ordinal}`;
  const raw = answer(200, { 'X-Gatecrash-Id': id }, 'hello\n');
  const [request, end] = upstreamSaid('', { id, from, connection: ordinal });
  const sent = seen(from + ms, { connection: ordinal, kind: 'sent', octets: raw, cut: false } as Observation);
  const observations = [request, end, sent].filter((event) => event !== undefined);
  return { exchange: exchange({ id, connection: ordinal, raw, ms: from + ms - 1000 }), observations };
}

/** What OP-22 says where two may be at the upstream at once, and the others wait for so long. */
function judge(
  stays: readonly ReturnType<typeof stay>[],
  { wait = 0, more = [], limited = true }: { wait?: number; more?: readonly Exchange[]; limited?: boolean } = {},
) {
  const item = caseWith();
  const pool = limited ? { connections: 2, queue: wait === 0 ? 0 : 2, wait } : undefined;
  const variant = { ...item.variant, settings: { ...item.variant.settings, pool } };
  const exchanges = [...stays.map((one) => one.exchange), ...more];
  const observations = stays.flatMap((one) => one.observations);
  return judgeRule(rules, 'OP-22', factsWith({ case: { ...item, variant }, exchanges, observations }));
}

const two = [stay(1), stay(2)];
/** A request that reached nobody, and was answered so after 20 ms. */
const turnedAway = (raw: string, ms = 20) => exchange({ id: 'steps-9', connection: 9, raw, ms });

t.test('no more requests are at an upstream than its limit says', (t) => {
  t.strictSame(judge(two), []);
  t.match(judge([...two, stay(3)]), [{ expected: 'at most 2 requests at upstream app at once', actual: '3' }]);
  t.strictSame(judge([...two, stay(3)], { limited: false }), [], 'there is no limit');
  t.strictSame(judge([...two, stay(3, { from: 1590, ms: 100 })], { wait: 1000 }), [], 'one has just ended');
  t.strictSame(judge([...two, stay(3, { ms: 40 })]), [], 'it was there for a moment');
  t.end();
});

t.test('one that finds the upstream full is answered 503, in time', (t) => {
  t.strictSame(judge(two, { more: [turnedAway(answer(503))] }), []);
  t.match(judge(two, { more: [turnedAway(answer(502))] }), [
    { expected: 'a 503 within 250 ms: 2 requests are at the upstream', actual: /^502/, exchange: 'steps-9' },
  ]);
  t.match(judge(two, { more: [turnedAway(answer(503), 400)] }), [{ actual: 'after 400 ms', timed: true }]);
  t.strictSame(judge(two, { wait: 300, more: [turnedAway(answer(503), 400)] }), [], 'it may wait');
  t.match(judge(two, { wait: 300, more: [turnedAway(answer(503), 590)] }), [{ actual: 'after 590 ms' }]);
  t.strictSame(judge([stay(1)], { more: [turnedAway(answer(502))] }), [], 'there is room');
  t.end();
});

t.test('whoever waits gets a turn in time, or none', (t) => {
  const late = stay(3, { from: 1620, ms: 100 });
  t.match(judge([...two, late]), [
    { expected: 'a turn within 250 ms, or a 503', actual: 'a turn after 620 ms', exchange: 'steps-3' },
  ]);
  t.strictSame(judge([...two, late], { wait: 1000 }), []);
  t.strictSame(judge([stay(1), late]), [], 'something else kept it');
  const uploaded = { ...late, exchange: { ...late.exchange, body: { bytes: 9, hash: '' } } };
  t.strictSame(judge([...two, uploaded]), [], 'it had something to send');
  t.end();
});
