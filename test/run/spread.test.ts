import fc from 'fast-check';
import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import { spread } from '../../harness/run/spread.ts';
import '../support/seeded.ts';

const cases = (isolations: readonly Case['isolate'][]) =>
  isolations.map((isolate, index) => ({ id: `c${index}`, isolate }) as Case);

t.test('every case is played once, and those of a kind keep their order', (t) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('none', 'upstream', 'gateway')), (isolations) => {
      const given = cases(isolations as Case['isolate'][]);
      const played = spread(given);
      t.same(new Set(played), new Set(given));
      for (const heavy of [true, false]) {
        const kind = ({ isolate }: Case) => (isolate !== 'none') === heavy;
        t.same(played.filter(kind), given.filter(kind));
      }
    }),
  );
  t.end();
});

t.test('cases with processes of their own stand apart from each other', (t) => {
  const played = spread(cases(['upstream', 'gateway', 'none', 'none', 'none', 'none']));
  t.same(
    played.map(({ isolate }) => isolate !== 'none'),
    [false, true, false, false, true, false],
  );
  t.end();
});
