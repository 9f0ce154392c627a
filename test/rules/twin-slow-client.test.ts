import t from 'tap';
import twin from '../../harness/rules/twin.ts';
import { answer, exchange, factsWith } from '../support/evidence.ts';

/** What TWIN says of a healthy twin whose one answer has this status. */
function found(status: number, dawdled?: number) {
  const one = exchange({ phase: 'twin', id: 'twin-1', raw: answer(status, {}, 'too slow\n'), dawdled });
  return twin[0]?.judge({ ...factsWith({}), twin: factsWith({ exchanges: [one] }).exchanges });
}

t.test('a 408 is for clients that send slowly, and for nobody else', (t) => {
  t.strictSame(found(408, 2000), []);
  t.equal(found(408)?.length, 1, 'who sent at once was not slow');
  t.equal(found(504, 2000)?.length, 1, 'and the upstream did not fail');
  t.end();
});
