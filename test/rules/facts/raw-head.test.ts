import t from 'tap';
import { rawHead } from '../../../harness/rules/facts/raw-head.ts';

const head = (octets: string) => rawHead(Buffer.from(octets, 'latin1'));

t.test('The lines of a head stand as they came, without their ends', (t) => {
  t.strictSame(head('HTTP/1.1 200 O\rK\r\n X: 1\r\nY : \xe9 \n\r\nbody\r\n'), {
    statusLine: 'HTTP/1.1 200 O\rK',
    lines: [' X: 1', 'Y : \xe9 '],
  });
  t.end();
});

t.test('Interim heads are passed over, but for a 101', (t) => {
  const final = 'HTTP/1.1 204 No Content\r\nX: 2\r\n\r\n';
  t.match(head(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n${final}`), { lines: ['X: 2'] });
  t.match(head(`HTTP/1.1 101 Switching Protocols\r\nX: 1\r\n\r\n${final}`), { lines: ['X: 1'] });
  t.end();
});

t.test('A head that was cut goes as far as it goes, and nothing has none', (t) => {
  t.strictSame(head('HTTP/1.1 200 OK\r\nX: 1\r\nY'), { statusLine: 'HTTP/1.1 200 OK', lines: ['X: 1', 'Y'] });
  for (const octets of ['', 'HTTP/1.1 100 Continue\r\nX', 'HTTP/1.1 100 Continue\r\n\r\n']) t.equal(head(octets), null);
  t.end();
});
