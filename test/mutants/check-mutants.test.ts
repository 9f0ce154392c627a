import t from 'tap';
import { checkMutants, untrippedRules } from './check-mutants.ts';
import type { Mutant } from './mutant.ts';

const RULES = ['OP-28', 'OP-29', 'TWIN'];

const GOOD: Mutant = {
  name: 'finishes-a-cut-body',
  rule: 'OP-28',
  collateral: ['OP-29', 'expect', 'until'],
  summary: 'A body that broke off is ended as if it were whole.',
  patches: [{ file: 'truncate.ts', find: "=== 'until-close'", replace: "=== 'chunked'" }],
};

t.test('a mutant that is in order is let pass', (t) => {
  t.same(checkMutants([GOOD], RULES), []);
  t.end();
});

t.test('what is wrong with a mutant is said with its name and what was meant', (t) => {
  const wrong = (change: Partial<Mutant>) => checkMutants([{ ...GOOD, ...change }], RULES);
  t.same(wrong({ name: 'Finishes' }), ['Finishes: the name is not kebab-case']);
  t.same(wrong({ rule: 'TWINS' }), ['finishes-a-cut-body: there is no rule TWINS; did you mean "TWIN"?']);
  t.match(wrong({ collateral: ['OP-92'] }), [/: there is no rule OP-92 for its collateral; /]);
  t.match(wrong({ collateral: ['OP-28'] }), [/: OP-28 is its rule, so it is no collateral$/]);
  t.match(wrong({ patches: [{ file: 'truncate.ts', find: 'x!', replace: '' }] }), [
    /: truncate\.ts: this is there 0 times/,
  ]);
  t.end();
});

t.test('two mutants of one name are told', (t) => {
  t.same(checkMutants([GOOD, GOOD], RULES), ['finishes-a-cut-body: the name is there twice']);
  t.end();
});

t.test('rules that no mutant is made for are told', (t) => {
  t.match(untrippedRules([GOOD], RULES), [/^OP-29: nothing can trip it/, /^TWIN: nothing can trip it/]);
  t.end();
});
