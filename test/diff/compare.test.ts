import t from 'tap';
import type { Behaviour } from '../../harness/diff/behaviour.ts';
import { compare } from '../../harness/diff/compare.ts';

const FINE: Behaviour = { answers: ['GET /: 502'], attempts: ['app: GET'], afterwards: [], died: false, wrong: [] };
const OTHER: Behaviour = { ...FINE, answers: ['GET /: 503'] };
const wrong = (level: 'must' | 'should' | 'practice', rule = 'X-1'): Behaviour => ({
  ...OTHER,
  wrong: [{ rule, level }],
});

t.test('gateways that have shown one behaviour in common do not differ: the rest is a race', (t) => {
  t.equal(compare([FINE], [FINE]), null);
  t.equal(compare([FINE, OTHER], [OTHER]), null);
  t.equal(compare([], [FINE]), null, 'where one has shown nothing there is nothing to compare');
  t.end();
});

t.test('a difference is worse by the heaviest thing that is newly wrong, and better by what no longer is', (t) => {
  t.equal(compare([FINE], [OTHER]), 'other');
  t.equal(compare([FINE], [wrong('practice')]), 'worse');
  t.equal(compare([wrong('practice')], [FINE]), 'better');
  t.equal(compare([wrong('practice')], [wrong('must', 'X-2')]), 'worse');
  t.equal(compare([wrong('must')], [{ ...wrong('practice', 'X-2'), attempts: [] }]), 'better');
  t.equal(compare([wrong('must')], [{ ...wrong('must'), died: true }]), 'worse', 'death weighs most');
  t.equal(compare([wrong('must')], [{ ...wrong('must', 'X-2'), attempts: [] }]), 'worse', 'in doubt it is worse');
  t.end();
});
