import t from 'tap';
import { lineWith } from '../../harness/core/line-with.ts';

const LOG = ['started', 'connect() failed (111)', 'connect() failed (110)'];

t.test('a line is found by a text as it stands, or by a pattern between slashes', (t) => {
  t.equal(lineWith('failed (11', LOG), 'connect() failed (111)', 'the first of those that hold it');
  t.equal(lineWith('/failed .110.$/', LOG), 'connect() failed (110)');
  t.equal(lineWith('failed .110.', LOG), undefined, 'what is a pattern without slashes is a text');
  t.equal(lineWith('ended', LOG), undefined);
  t.end();
});
