import t from 'tap';
import { inRange, parseRange } from '../../harness/core/range.ts';

const number = (text: string) => (/^\d+$/.test(text) ? Number(text) : undefined);

t.test('a range has two ends, and both belong to it', (t) => {
  t.strictSame(parseRange('2..3', number), { min: 2, max: 3 });
  t.strictSame(parseRange(' 2 .. 3 ', number), { min: 2, max: 3 });
  t.strictSame(parseRange('2', number), { min: 2, max: 2 });
  for (const wrong of ['3..2', '1..2..3', '..2', '2..', 'x', '']) t.equal(parseRange(wrong, number), undefined, wrong);
  for (const [value, inside] of [
    [1, false],
    [2, true],
    [3, true],
    [4, false],
  ] as const)
    t.equal(inRange(value, { min: 2, max: 3 }), inside, String(value));
  t.end();
});
