import t from 'tap';
import { type Mark, styleOf } from '../../harness/terminal/style.ts';

const MARKS: readonly Mark[] = ['pass', 'fail', 'deviates', 'broken', 'skip', 'flaky'];

t.test('every mark has a sign of its own and its word', async (t) => {
  const plain = styleOf({ colors: false });
  t.equal(new Set(MARKS.map((mark) => plain.sign(mark))).size, MARKS.length);
  for (const mark of MARKS) t.equal(plain.mark(mark, 12), `${plain.sign(mark)} ${mark}`.padEnd(12));
});

t.test('the screen alone decides on colours', async (t) => {
  t.notMatch(styleOf({ colors: false }).bold('x'), '\x1b');
  t.equal(styleOf({ colors: true }).mark('fail'), '\x1b[31m✗ fail\x1b[39m');
});
