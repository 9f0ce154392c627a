import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import type { ExecutedCode } from './executed-code.ts';
import { unlikeCases } from './unlike-cases.ts';

const item = (scenario: string, keepalive = false, load = false): Case =>
  ({
    id: `${scenario}@mutant`,
    scenario: { id: scenario },
    gateway: { name: 'mutant' },
    names: false,
    variant: { settings: { keepalive }, steps: load ? [{ kind: 'load' }] : [] },
  }) as unknown as Case;

const control = (signatures: Readonly<Record<string, string>>) => ({
  executed: new Map(Object.entries(signatures).map(([row, signature]) => [row, { signature } as ExecutedCode])),
});

const chosen = (cases: readonly Case[], signatures: Readonly<Record<string, string>>, ...wanted: string[]) =>
  unlikeCases(cases, control(signatures), new Set(wanted)).map(({ scenario }) => scenario.id);

t.test('one case stands for all in which the same code is executed', (t) => {
  t.same(chosen([item('a'), item('b'), item('c')], { a: 'x', b: 'x', c: 'y' }), ['a', 'c']);
  t.end();
});

t.test('cases with other settings are not alike', (t) => {
  t.same(chosen([item('a'), item('b', true)], { a: 'x', b: 'x' }), ['a', 'b']);
  t.end();
});

t.test('a case of which nothing is known stands for itself alone', (t) => {
  t.same(chosen([item('a'), item('b')], {}), ['a', 'b']);
  t.end();
});

t.test('a scenario that tripped the rule before is always among them', (t) => {
  t.same(chosen([item('a'), item('b'), item('c')], { a: 'x', b: 'x', c: 'x' }, 'c'), ['a', 'c']);
  t.end();
});

t.test('under a load only those are played whose rule a load has shown', (t) => {
  t.same(chosen([item('a', false, true), item('b')], { a: 'x', b: 'x' }), ['b']);
  t.same(chosen([item('a', false, true), item('b')], { a: 'x', b: 'x' }, 'a'), ['a', 'b']);
  t.end();
});
