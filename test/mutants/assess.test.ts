import t from 'tap';
import { assess, isGood } from './assess.ts';
import type { Mutant } from './mutant.ts';
import type { MutantCase } from './mutant-case.ts';

const MUTANT: Mutant = {
  name: 'finishes-a-cut-body',
  rule: 'OP-28',
  collateral: ['OP-32'],
  summary: 'A body that broke off is ended as if it were whole.',
  patches: [{ file: 'truncate.ts', find: 'a', replace: 'b' }],
};

function played(scenario: string, ...rules: string[]): MutantCase {
  const findings = rules.map((rule) => ({ rule, expected: 'a cut', actual: 'none' }));
  const result = rules.length > 0 ? 'fail' : 'pass';
  return { id: `${scenario}@mutant`, scenario, result, findings, reason: null, unsound: false, late: false };
}

/** Broken because its fault did not happen (`unsound`), or because it could not be played at all. */
function broken(scenario: string, { unsound }: { unsound: boolean }): MutantCase {
  return { ...played(scenario), result: 'broken', reason: 'did not happen', unsound };
}

const whole = (cases: readonly MutantCase[], change: Partial<Mutant> = {}) =>
  assess({ ...MUTANT, ...change }, cases, true);

t.test('a mutant is good when its rule finds it and all its collateral happens', (t) => {
  const found = whole([played('b', 'OP-28'), played('a', 'OP-28', 'OP-32'), played('c'), played('a', 'OP-28')]);
  t.ok(isGood(found));
  t.same(found.killedIn, ['a', 'b'], 'scenarios are named once, in order');
  t.end();
});

t.test('a mutant that its rule does not find has survived, whatever else finds it', (t) => {
  const found = whole([played('a', 'OP-32')]);
  t.same(found.killedIn, []);
  t.notOk(isGood(found));
  t.end();
});

t.test('a finding of a rule that it does not list is imprecise', (t) => {
  const found = whole([played('a', 'OP-28', 'OP-32', 'OP-40')]);
  t.match(found.imprecise, [{ rule: 'OP-40', case: 'a@mutant' }]);
  t.notOk(isGood(found));
  t.end();
});

t.test('expect stands for all that authors expect', (t) => {
  const cases = [played('a', 'OP-28', 'OP-32', 'expect.status', 'expect.upstream.app')];
  t.equal(whole(cases).imprecise.length, 2);
  t.ok(isGood(whole(cases, { collateral: ['OP-32', 'expect'] })));
  t.end();
});

t.test('collateral that does not happen is told, once the whole suite was played, and is no error', (t) => {
  const cases = [played('a', 'OP-28')];
  t.same(whole(cases).unseen, ['OP-32']);
  t.ok(isGood(whole(cases)));
  t.same(assess(MUTANT, cases, false).unseen, []);
  t.end();
});

t.test('a broken case is an error', (t) => {
  const found = whole([played('a', 'OP-28', 'OP-32'), broken('b', { unsound: true })]);
  t.match(found.broken, [{ scenario: 'b' }]);
  t.notOk(isGood(found));
  t.end();
});

t.test('a mutant may say that it keeps faults from happening', (t) => {
  const killed = played('a', 'OP-28', 'OP-32');
  const breaks = { breaks: true } as const;
  t.ok(isGood(whole([killed, broken('b', { unsound: true })], breaks)));
  t.same(whole([killed], breaks).unseen, ['breaks'], 'and is told where it does not');
  t.equal(whole([killed, broken('b', { unsound: false })], breaks).broken.length, 1, 'and every case can be played');
  t.equal(whole([broken('b', { unsound: true })], breaks).broken.length, 1, 'and its rule finds it');
  t.end();
});

t.test('what a broken case found proves nothing', (t) => {
  const late: MutantCase = { ...played('a', 'OP-28', 'OP-40'), result: 'broken', late: true };
  t.match(whole([late]), { killedIn: [], imprecise: [], broken: [{ scenario: 'a' }] });
  t.end();
});
