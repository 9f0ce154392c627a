import t from 'tap';
import { chunkExtensions } from '../../../harness/rules/facts/chunk-extensions.ts';

t.test('extensions are found behind sizes, and nowhere else', (t) => {
  const of = (body: string) => chunkExtensions(Buffer.from(body, 'latin1'));
  t.strictSame(of('5;a=b\r\nhello\r\n0 ;last\r\n\r\n'), [';a=b', ';last']);
  t.strictSame(of('5\r\n;a=b;\r\n0\r\n\r\n'), []);
  t.strictSame(of('A\r\n0\r\n3;c\r\nabc\r\n0\r\n\r\n'), [], 'a chunk of ten octets that looks like chunks');
  t.strictSame(of('0\r\nTrailer: 5;a\r\n\r\n'), []);
  t.strictSame(of('hello'), []);
  t.strictSame(of(''), []);
  t.end();
});
