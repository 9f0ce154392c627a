import t from 'tap';
import { printable, printableBytes } from '../../harness/terminal/printable.ts';

t.test('octets are shown as ASCII or by their number, and never as anything else', async (t) => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet));
  t.match(printableBytes(all), /^[\x20-\x7e]+$/);
  t.equal(
    printableBytes(Buffer.from([0, 9, 10, 13, 0x1b, 0x41, 0x5c, 0x7f, 0xff])),
    '\\x00\\t\\n\\r\\x1bA\\\\\\x7f\\xff',
  );
});

t.test('what is cut is seen to be', async (t) => {
  t.equal(printableBytes(Buffer.from('abcdef'), 3), 'abc…');
  t.equal(printableBytes(Buffer.from('abc'), 3), 'abc');
});

t.test('text keeps its letters and loses what steers a terminal', async (t) => {
  t.equal(
    printable('naïve ✓ 漢字 \x1b[2J\u202e\u2028\u0085\r\n'),
    'naïve ✓ 漢字 \\x1b[2J\\u{202e}\\u{2028}\\x85\\r\\n',
  );
});
