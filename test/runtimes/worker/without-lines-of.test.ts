import t from 'tap';
import { withoutLinesOf } from '../../../harness/runtimes/worker/without-lines-of.ts';

t.test('lines about such a request go, others stay', (t) => {
  const lines = ['"GET /" 502 id=steps-2', '"GET /" 502 id=steps-22', 'listening on 127.1.0.2:80'];
  t.same(withoutLinesOf(lines, new Set(['steps-2'])), lines.slice(1));
  t.same(withoutLinesOf(lines, new Set()), lines);
  t.end();
});
