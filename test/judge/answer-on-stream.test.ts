import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import { answerOnStream } from '../../harness/judge/answer-on-stream.ts';

type Part = Extract<Observation, { kind: 'stream' }>;

function part(more: Partial<Part>): Part {
  return { upstream: 'app', at: 1, kind: 'stream', connection: 1, nth: 1, part: 'data', end: false, ...more };
}

const HEAD = part({ part: 'head', fields: [[':status', '200']] });

t.test('content without a length becomes chunks, and its end the last one', (t) => {
  const { octets, ...rest } = answerOnStream([HEAD, part({ octets: 'hello', end: true })]);
  t.equal(octets.toString(), 'HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n');
  t.same(rest, { whole: true, ended: 'by-end' });
  t.end();
});

t.test('a stream that is reset has no last chunk', (t) => {
  const { octets, ended } = answerOnStream([HEAD, part({ octets: 'hi' }), part({ part: 'our-reset', end: true })]);
  t.match(octets.toString(), /2\r\nhi\r\n$/);
  t.equal(ended, 'our-rst');
  t.end();
});

t.test('of a head that means nothing in HTTP/1.1 nothing is concluded', (t) => {
  for (const fields of [
    [['x', '1']],
    [
      [':status', '200'],
      ['X-Report', '1'],
    ],
  ] as const)
    t.match(answerOnStream([part({ part: 'head', fields, end: true })]), { whole: false });
  t.end();
});
