import t from 'tap';
import { compareTexts } from '../../harness/core/compare-texts.ts';

t.test('texts are ordered by their code units, whatever the language of the machine', (t) => {
  t.same(['b', 'ä', 'B', 'a', '', 'a'].sort(compareTexts), ['', 'B', 'a', 'a', 'b', 'ä']);
  t.equal(compareTexts('a', 'a'), 0);
  t.end();
});
