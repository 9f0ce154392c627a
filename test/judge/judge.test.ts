import t from 'tap';
import type { Expectation } from '../../harness/core/expectation.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import type { Rule, Violation } from '../../harness/core/rule.ts';
import type { Step } from '../../harness/core/scenario.ts';
import type { KnownDeviation } from '../../harness/judge/known-deviation.ts';
import { type JudgeOptions, judge } from '../../harness/judge.ts';
import { answer, at, caseWith, evidenceWith, exchange, expects, faultNamed, requestStep } from '../support/evidence.ts';

const expectations = await loadFolder<Expectation>('expectations');

/** A rule that always finds this. */
const finds = (...violations: Violation[]): Rule => ({
  id: 'OP-99',
  title: 'Test',
  level: 'should',
  source: 'a test',
  summary: 'A rule for tests.',
  example: 'None.',
  judge: () => violations,
});
const slow: Violation = { expected: 'soon', actual: '9 s', timed: true };
const wrong: Violation = { expected: 'right', actual: 'wrong', exchange: 'steps-1' };
const known: KnownDeviation = {
  gateway: 'nginx',
  scenario: '*',
  rule: 'OP-99',
  reason: 'as it is',
  source: 'its manual',
  place: at(3),
  sometimes: false,
};
const by = (more: Partial<JudgeOptions> = {}): JudgeOptions => ({
  faults: [],
  rules: [],
  expectations,
  deviations: [],
  profile: 'compat',
  ...more,
});

t.test('without a finding a case passes', (t) => {
  t.strictSame(judge(caseWith(), evidenceWith(), by({ rules: [finds()] })), { result: 'pass', findings: [] });
  t.end();
});

t.test('a finding of a rule carries its id, level and source, and fails the case', (t) => {
  t.strictSame(judge(caseWith(), evidenceWith(), by({ rules: [finds(wrong)] })), {
    result: 'fail',
    findings: [{ rule: 'OP-99', level: 'should', source: 'a test', ...wrong }],
  });
  t.end();
});

t.test('a rule that the scenario waives is not asked', (t) => {
  const item = caseWith({ allow: { 'OP-99': 'not here' } });
  t.match(judge(item, evidenceWith(), by({ rules: [finds(wrong)] })), { result: 'pass' });
  t.end();
});

t.test('many alike are one finding that says how many', (t) => {
  const { findings } = judge(
    caseWith(),
    evidenceWith(),
    by({ rules: [finds(wrong, { ...wrong, exchange: 'x' }, wrong)] }),
  );
  t.match(findings, [{ actual: 'wrong (3 times)', exchange: 'steps-1' }]);
  const times = judge(caseWith(), evidenceWith(), by({ rules: [finds(slow, { ...slow, actual: '8 s' })] }));
  t.match(times.findings, [{ actual: '9 s, and 1 more like it' }]);
  t.end();
});

t.test('what the author expects is found in the exchanges of its step, with its place', (t) => {
  const item = caseWith({
    steps: [requestStep(0, expects({ status: 502, 'upstream.app': { requests: 1 } })), requestStep(1)],
  });
  const exchanges = [exchange({ step: 'steps.0' }), exchange({ id: 'steps-2', step: 'steps.1', raw: answer(500) })];
  const { result, findings } = judge(item, evidenceWith({ exchanges }), by());
  t.equal(result, 'fail');
  t.match(findings, [
    {
      rule: 'expect.status',
      level: 'author',
      place: { line: 10 },
      exchange: 'steps-1',
      expected: 'status 502',
      actual: '200 complete, connection kept',
    },
    { rule: 'expect.upstream.app', place: { line: 11 }, actual: '0 requests' },
  ]);
  t.equal(findings.length, 2);
  t.end();
});

t.test('an override for the gateway takes the place of its key', (t) => {
  const item = caseWith({ steps: [requestStep(0, expects({ status: 200 }, { nginx: { status: 502 } }))] });
  const { findings } = judge(item, evidenceWith({ exchanges: [exchange()] }), by());
  t.match(findings, [{ expected: 'status 502', place: { line: 50 } }]);
  t.end();
});

t.test('an until that was not met is a finding that is bound to time', (t) => {
  const asked = requestStep(0);
  if (asked.kind !== 'request') throw new Error('a request step is one');
  const until: Step = {
    ...asked,
    kind: 'until',
    request: { ...asked.request, fresh: true },
    status: 200,
    within: 1000,
  };
  const item = caseWith({ steps: [until] });
  const exchanges = [exchange({ raw: answer(502) })];
  const judged = (met: boolean) =>
    judge(item, evidenceWith({ exchanges, untils: [{ step: 'steps.0', met, ms: 1040 }] }), by());
  t.match(judged(true), { result: 'pass' });
  t.match(judged(false), {
    result: 'fail',
    findings: [
      {
        rule: 'until',
        level: 'author',
        timed: true,
        expected: 'status 200 within 1 s',
        actual: 'not within 1.04 s; at last 502 complete, connection kept',
      },
    ],
  });
  t.end();
});

t.test('when every finding is a recorded deviation the case deviates', (t) => {
  const one = judge(caseWith(), evidenceWith(), by({ rules: [finds(wrong)], deviations: [known] }));
  t.equal(one.result, 'deviates');
  t.strictSame(one.findings[0]?.deviation, known);
  const two = by({ rules: [finds(wrong, { ...wrong, actual: 'worse' })], deviations: [{ ...known, actual: 'WORSE' }] });
  t.equal(judge(caseWith(), evidenceWith(), two).result, 'fail', 'one that is not recorded fails');
  t.end();
});

t.test('times that a late harness measured break the case, unless something else is wrong', (t) => {
  const late = evidenceWith({ lag: 101 });
  t.match(judge(caseWith(), late, by({ rules: [finds(slow)] })), { result: 'broken', reason: /101 ms late/ });
  t.equal(judge(caseWith(), evidenceWith({ lag: 100 }), by({ rules: [finds(slow)] })).result, 'fail');
  t.equal(judge(caseWith(), late, by({ rules: [finds(slow, wrong)] })).result, 'fail');
  t.equal(judge(caseWith(), late, by({ rules: [finds(slow)], deviations: [known] })).result, 'deviates');
  t.equal(judge(caseWith(), late, by({ rules: [finds()] })).result, 'pass');
  t.end();
});

t.test('unsound evidence is broken before anything is found in it', (t) => {
  const fault = { ...faultNamed('broken'), fired: () => 'nobody came' };
  const armings = [{ upstream: 'app', fault: 'broken', from: 0, until: 1, probes: [] }];
  t.strictSame(judge(caseWith(), evidenceWith({ armings }), by({ faults: [fault], rules: [finds(wrong)] })), {
    result: 'broken',
    findings: [],
    reason: 'broken did not happen at upstream app: nobody came',
  });
  t.end();
});
