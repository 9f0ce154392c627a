import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import contentLength from '../../harness/rules/content-length.ts';
import { exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const HEAD = 'HTTP/1.1 200 OK\r\n';
const ERROR = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n';

/** What a rule says when the upstream sent this and closed, and the client got that. */
function judge(id: string, sent: string, got: string, more: Partial<Exchange> = {}) {
  const exchanges = [exchange({ raw: got, ...more })];
  const observations = upstreamSaid(sent, { ended: 'our-fin', method: more.method ?? 'GET' });
  return judgeRule(contentLength, id, factsWith({ exchanges, observations }));
}

t.test('R-9110-8.6-1: two lengths that differ are a finding, in two lines or in a list', (t) => {
  const id = 'R-9110-8.6-1';
  const two = `${HEAD}Content-Length: 5\r\nContent-Length: 12\r\n\r\nhello, world`;
  t.match(judge(id, two, two), [{ actual: 'Content-Length "5" and "12" in the response' }]);
  t.equal(judge(id, two, `${HEAD}Content-Length: 5, 12\r\n\r\nhello`).length, 1);
  t.strictSame(judge(id, two, ERROR), []);
  t.strictSame(judge(id, two, `${HEAD}Content-Length: 5, 05\r\n\r\nhello`), [], 'the same number');
  t.end();
});

t.test("R-9110-8.6-1: a length that is not that of the upstream's whole content is a finding", (t) => {
  const id = 'R-9110-8.6-1';
  const chunks = `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n`;
  const given = (length: number, fields = '') => `${HEAD}${fields}Content-Length: ${length}\r\n\r\nhello!`;
  t.match(judge(id, chunks, given(5)), [{ actual: 'Content-Length: 5' }]);
  t.equal(judge(id, chunks, given(9), { ended: 'fin' }).length, 1);
  t.strictSame(judge(id, chunks, given(6)), []);
  t.strictSame(judge(id, chunks, given(5, 'Content-Encoding: br\r\n')), [], 'compressed on the way');
  t.strictSame(judge(id, chunks.slice(0, -5), given(5)), [], 'a cut body is for others');
  t.strictSame(judge(id, chunks, chunks), []);
  t.strictSame(judge(id, chunks, given(3).replace('hello!', 'bye')), [], 'another response');
  t.strictSame(judge(id, given(6), given(6), { method: 'HEAD' }), []);
  t.end();
});

t.test('R-9110-8.6-2: a length that is no number is a finding, whoever would have needed it', (t) => {
  const id = 'R-9110-8.6-2';
  for (const length of ['abc', '+6', '0x6', '-1', '', '6 6', '6, x']) {
    const raw = `${HEAD}Content-Length: ${length}\r\n\r\nhello\n`;
    t.equal(judge(id, raw, raw, { ended: 'fin' }).length, 1, JSON.stringify(length));
    t.equal(judge(id, raw, raw, { method: 'HEAD' }).length, 1, `${JSON.stringify(length)} for HEAD`);
    t.strictSame(judge(id, raw, ERROR), []);
    t.strictSame(judge(id, raw, `${HEAD}Content-Length: 6\r\n\r\nhello\n`), [], 'R-9112-6.3-4 speaks of that');
  }
  t.end();
});

t.test('R-9110-8.6-3: a length that wrapped round is a finding', (t) => {
  const id = 'R-9110-8.6-3';
  const huge = `${HEAD}Content-Length: 18446744073709551621\r\n\r\nhello`;
  t.match(judge(id, huge, `${HEAD}Content-Length: 5\r\n\r\nhello`), [
    { actual: '200 complete, connection kept, Content-Length 5' },
  ]);
  t.equal(judge(id, huge, `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`).length, 1);
  t.equal(judge(id, huge, `${HEAD}Content-Length: 9223372036854775807\r\n\r\nhello`, { ended: 'fin' }).length, 1);
  t.strictSame(judge(id, huge, huge, { ended: 'fin' }), [], 'cut, and visibly so');
  t.strictSame(judge(id, huge, `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`, { ended: 'fin' }), []);
  t.strictSame(judge(id, huge, ERROR), []);
  t.end();
});

t.test("R-9112-6.3-4: the upstream's response with an invalid length is a finding, a 502 is none", (t) => {
  const id = 'R-9112-6.3-4';
  for (const lines of ['Content-Length: -1', 'Content-Length: 2, 3', 'Content-Length: 2\r\nContent-Length: 3']) {
    const sent = `${HEAD}${lines}\r\n\r\nhel`;
    t.match(judge(id, sent, `${HEAD}Content-Length: 2\r\n\r\nhe`), [
      { actual: "the upstream's response: 200 complete, connection kept" },
    ]);
    t.strictSame(judge(id, sent, ERROR), []);
    t.strictSame(judge(id, sent, '', { ended: 'fin' }), []);
  }
  t.strictSame(judge(id, `${HEAD}Content-Length: 2, 2\r\n\r\nhe`, `${HEAD}Content-Length: 2\r\n\r\nhe`), []);
  t.end();
});

t.test('R-9112-6.3-5: a repeated length goes on once, or not at all', (t) => {
  const id = 'R-9112-6.3-5';
  const list = `${HEAD}Content-Length: 2, 2\r\n\r\nhe`;
  const lines = `${HEAD}Content-Length: 2\r\nContent-Length: 2\r\n\r\nhe`;
  t.match(judge(id, list, list), [{ actual: 'Content-Length "2" and "2" in the response' }]);
  t.equal(judge(id, lines, lines).length, 1);
  t.strictSame(judge(id, lines, `${HEAD}Content-Length: 2\r\n\r\nhe`), []);
  t.strictSame(judge(id, lines, `${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\n`), []);
  t.strictSame(judge(id, list, ERROR), []);
  t.end();
});
