import fc from 'fast-check';
import t from 'tap';
import { ResponseParser } from '../../harness/client/response-parser.ts';
import { parse } from './parse.ts';
import '../support/seeded.ts';

/** Parts of responses, whole and broken, so that random streams get deeper than the first octet. */
const PARTS = [
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.1 103 Early Hints\r\n\r\n',
  'HTTP/1.0 204 \r\n',
  'HTTP/1.1 2',
  'Content-Length: 5\r\n',
  'Content-Length: x\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Connection: close\r\n',
  'X: a\rb\0\n',
  ' fold\r\n',
  ': y\r\n',
  '\r\n',
  '\n',
  '\r',
  '5\r\nhello\r\n',
  '5;x\nhello\n',
  'fffffffffffffffff\r\n',
  '0\r\n\r\n',
  '0\r\nT: u\r\n\r\n',
];
const octets = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
  fc.array(fc.constantFrom(...PARTS), { maxLength: 12 }).map((parts) => Buffer.from(parts.join(''), 'latin1')),
  fc
    .array(fc.constantFrom(...PARTS), { maxLength: 12 })
    .map((parts) => Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${parts.join('')}`, 'latin1')),
);
const splits = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 });
const end = fc.constantFrom('kept', 'fin', 'rst', 'timeout');
const method = fc.constantFrom('GET', 'HEAD', 'POST');

t.test('no octets in no pieces make the parser throw, and pieces do not change what is read', async (t) => {
  fc.assert(
    fc.property(octets, splits, end, method, (stream, pieces, end, method) => {
      const whole = parse(stream, { end, method });
      t.hasStrict(parse(stream, { end, method, pieces }), whole);
      t.hasStrict(parse(stream, { end, method, pieces: [...stream].map(() => 1) }), whole);
      return true;
    }),
    { numRuns: 300 },
  );
});

t.test('a head of 4 MiB is read in less than a second of processor time', async (t) => {
  const value = Buffer.from('x'.repeat(1024));
  const heads = {
    'one long field': [
      Buffer.from('HTTP/1.1 200 OK\r\nX: '),
      ...Array<Buffer>(4096).fill(value),
      Buffer.from('\r\n\r\n'),
    ],
    'many fields': [
      Buffer.from('HTTP/1.1 200 OK\r\n'),
      ...Array<Buffer>(4096).fill(Buffer.from(`X: ${'y'.repeat(1019)}\r\n`)),
      Buffer.from('\r\n'),
    ],
    'many folds': [
      Buffer.from('HTTP/1.1 200 OK\r\nX: y\r\n'),
      ...Array<Buffer>(4096).fill(Buffer.from(' \r\n'.repeat(340))),
      Buffer.from('\r\n'),
    ],
    'white space': [
      Buffer.from('HTTP/1.1 200 OK\r\nX'),
      ...Array<Buffer>(4096).fill(Buffer.from(' '.repeat(1024))),
      Buffer.from('y: z\r\n\r\n'),
    ],
  };
  for (const [name, pieces] of Object.entries(heads)) {
    const parser = new ResponseParser('GET');
    const before = process.cpuUsage();
    for (const piece of pieces) parser.push(piece);
    t.equal(parser.finish('fin').final?.status, 200, name);
    const { user } = process.cpuUsage(before);
    t.ok(user < 1_000_000, `${name} in ${Math.round(user / 1000)} ms`);
  }
});
