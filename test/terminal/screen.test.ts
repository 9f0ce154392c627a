import t from 'tap';
import { readScreen } from '../../harness/terminal/screen.ts';

const TTY = { isTTY: true, columns: 120 };
const PIPE = {};

t.test('a terminal has colours and a width; anything else has none, and eighty columns', (t) => {
  t.same(readScreen({ stream: TTY, env: {} }), { tty: true, width: 120, colors: true });
  t.same(readScreen({ stream: PIPE, env: {} }), { tty: false, width: 80, colors: false });
  t.equal(readScreen({ stream: PIPE, env: { COLUMNS: '132' } }).width, 132);
  t.end();
});

t.test('NO_COLOR that is not empty, TERM=dumb and --no-color take colours away', (t) => {
  t.equal(readScreen({ stream: TTY, env: { NO_COLOR: '1' } }).colors, false);
  t.equal(readScreen({ stream: TTY, env: { NO_COLOR: '' } }).colors, true);
  t.equal(readScreen({ stream: TTY, env: { TERM: 'dumb' } }).colors, false);
  t.equal(readScreen({ stream: TTY, env: { FORCE_COLOR: '1' }, noColor: true }).colors, false);
  t.end();
});

t.test('FORCE_COLOR brings colours where there is no terminal, and 0 takes them away', (t) => {
  t.equal(readScreen({ stream: PIPE, env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).colors, true);
  t.equal(readScreen({ stream: TTY, env: { FORCE_COLOR: '0' } }).colors, false);
  t.end();
});
