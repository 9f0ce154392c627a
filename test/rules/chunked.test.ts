import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import chunked from '../../harness/rules/chunked.ts';
import { exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const ERROR = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n';
const HELLO = `${OK}Content-Length: 5\r\n\r\nhello`;
const chunks = (body: string) => `${OK}Transfer-Encoding: chunked\r\n\r\n${body}`;

function judge(id: string, sent: string, got: string, more: Partial<Exchange> = {}) {
  const exchanges = [exchange({ raw: got, ...more })];
  const observations = upstreamSaid(sent, { ended: 'our-fin' });
  return judgeRule(chunked, id, factsWith({ exchanges, observations }));
}

t.test('R-9112-6.1-1: sound chunks come out whole', (t) => {
  const id = 'R-9112-6.1-1';
  const odd = chunks('1\r\nh\r\n0003\r\nell\r\n1\r\no\r\n0\r\n\r\n');
  t.match(judge(id, odd, ERROR), [{ expected: '200 with "hello"', actual: '502 with ""' }]);
  t.equal(judge(id, odd, HELLO.replace('hello', 'hel\r\n')).length, 1);
  t.equal(judge(id, odd, chunks('5\r\nhello\r\n'), { ended: 'fin' }).length, 1);
  t.equal(judge(id, odd, '', { ended: 'fin' }).length, 1);
  t.strictSame(judge(id, odd, HELLO), []);
  t.strictSame(judge(id, odd, `${OK}\r\nhello`, { ended: 'fin', version: '1.0' }), []);
  t.end();
});

t.test('R-9112-6.1-1: it is silent where a gateway may do otherwise', (t) => {
  const id = 'R-9112-6.1-1';
  const sound = chunks('5\r\nhello\r\n0\r\n\r\n');
  t.strictSame(judge(id, sound, HELLO.slice(0, -2), { aborted: 'rst' }), [], 'the client left');
  t.strictSame(judge(id, sound, ERROR, { fields: [['If-None-Match', '"a"']] }), []);
  t.strictSame(judge(id, `${sound}HTTP`, ERROR), [], 'surplus octets');
  t.strictSame(judge(id, sound.replace('200', '503'), ERROR), []);
  t.strictSame(judge(id, chunks('5;a=b\r\nhello\r\n0\r\n\r\n'), ERROR), [], 'R-9112-7.1.1-1 speaks of that');
  t.strictSame(judge(id, chunks('5\r\nhello\r\n'), ERROR), [], 'cut');
  t.end();
});

t.test('R-9112-7.1.1-1: chunk extensions are no part of the content', (t) => {
  const id = 'R-9112-7.1.1-1';
  const extended = chunks('5;a=b\r\nhello\r\n0;last\r\n\r\n');
  t.equal(judge(id, extended, ERROR).length, 1);
  t.strictSame(judge(id, extended, HELLO), []);
  t.strictSame(judge(id, chunks(`5;${'a'.repeat(300)}\r\nhello\r\n0\r\n\r\n`), ERROR), [], 'too long to be taken');
  t.strictSame(judge(id, chunks('5\r\n;a=b;\r\n0\r\n\r\n'), ERROR), [], 'content, no extension');
  t.end();
});

t.test('R-9112-7.1-1: a size that wrapped round is a finding', (t) => {
  const id = 'R-9112-7.1-1';
  const huge = chunks('10000000000000005\r\nhello\r\n0\r\n\r\n');
  t.match(judge(id, huge, HELLO), [{ actual: '200 complete, connection kept, with "hello"' }]);
  t.strictSame(judge(id, huge, chunks('5\r\nhello\r\n'), { ended: 'fin' }), []);
  t.strictSame(judge(id, huge, ERROR), []);
  t.strictSame(judge(id, chunks('5\r\nhello\r\n0\r\n\r\n'), HELLO), []);
  t.end();
});

t.test('R-9112-7.1-3: a clean end in spite of broken chunks is a finding, a bare LF or a blank is none', (t) => {
  const id = 'R-9112-7.1-3';
  for (const body of ['5\r\nhello\r\nxyz\r\n', '5\r\nhelloXX0\r\n\r\n', '0x5\r\nhello\r\n0\r\n\r\n']) {
    t.equal(judge(id, chunks(body), HELLO).length, 1, JSON.stringify(body));
    t.strictSame(judge(id, chunks(body), ERROR), []);
    t.strictSame(judge(id, chunks(body), chunks('5\r\nhello\r\n'), { ended: 'fin' }), []);
  }
  t.strictSame(judge(id, chunks('5\nhello\n0\n\n'), HELLO), []);
  t.strictSame(judge(id, chunks('5  \r\nhello\r\n0\r\n\r\n'), HELLO), [], 'a padded size');
  t.end();
});
