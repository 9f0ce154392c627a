import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import transferEncoding from '../../harness/rules/transfer-encoding.ts';
import { exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const ERROR = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n';
const CHUNKS = '5\r\nhello\r\n0\r\n\r\n';
const chunkedAs = (coding: string) => `${OK}Transfer-Encoding: ${coding}\r\n\r\n${CHUNKS}`;
const HELLO = `${OK}Content-Length: 5\r\n\r\nhello`;

function judge(id: string, sent: string, got: string, more: Partial<Exchange> = {}) {
  const exchanges = [exchange({ raw: got, ...more })];
  const observations = upstreamSaid(sent, { ended: 'our-fin' });
  return judgeRule(transferEncoding, id, factsWith({ exchanges, observations }));
}

t.test('R-9112-6.1-2: chunked twice at the client is a finding', (t) => {
  const twice = chunkedAs('chunked, chunked');
  t.match(judge('R-9112-6.1-2', twice, twice), [{ actual: 'HTTP/1.1 200 with Transfer-Encoding: "chunked, chunked"' }]);
  const lines = `${OK}Transfer-Encoding: chunked\r\nTransfer-Encoding: Chunked\r\n\r\n${CHUNKS}`;
  t.equal(judge('R-9112-6.1-2', lines, lines).length, 1);
  t.strictSame(judge('R-9112-6.1-2', twice, chunkedAs('chunked')), []);
  t.strictSame(judge('R-9112-6.1-2', twice, ERROR), []);
  t.end();
});

t.test('R-9112-6.1-4: an HTTP/1.0 client gets no transfer coding, not in an error either', (t) => {
  const id = 'R-9112-6.1-4';
  const old = { version: '1.0', ended: 'fin' } as const;
  t.equal(judge(id, HELLO, chunkedAs('chunked'), old).length, 1);
  t.equal(judge(id, HELLO, chunkedAs('chunked').replace('200 OK', '502 Bad'), old).length, 1);
  t.strictSame(judge(id, HELLO, chunkedAs('chunked')), [], 'an HTTP/1.1 client does');
  t.strictSame(judge(id, HELLO, HELLO, old), []);
  t.strictSame(judge(id, HELLO, `${OK}\r\nhello`, old), [], 'close-delimited');
  t.end();
});

t.test('R-9112-6.1-5: HTTP/1.0 with a transfer coding is not echoed', (t) => {
  const id = 'R-9112-6.1-5';
  const odd = chunkedAs('chunked').replace('HTTP/1.1', 'HTTP/1.0');
  t.match(judge(id, odd, odd), [{ actual: 'HTTP/1.0 200 with Transfer-Encoding: "chunked"' }]);
  t.strictSame(judge(id, odd, ERROR), []);
  t.strictSame(judge(id, odd, chunkedAs('chunked')), [], 'decoded, and its connection closed');
  t.end();
});

t.test('R-9112-6.1-5: its connection carries no other request', (t) => {
  const odd = chunkedAs('chunked').replace('HTTP/1.1', 'HTTP/1.0');
  const later = exchange({ id: 'steps-2', startedAt: 2000 });
  const reusing = (sent: string, connection = 1) =>
    judgeRule(
      transferEncoding,
      'R-9112-6.1-5',
      factsWith({
        exchanges: [exchange({ raw: HELLO }), later],
        observations: [
          ...upstreamSaid(sent),
          ...upstreamSaid(HELLO, { id: 'steps-2', from: 2001, nth: connection === 1 ? 2 : 1, connection }),
        ],
      }),
    );
  t.match(reusing(odd), [{ exchange: 'steps-2', actual: 'GET / as request 2 on connection 1' }]);
  t.strictSame(reusing(odd, 2), []);
  t.strictSame(reusing(chunkedAs('chunked')), []);
  t.end();
});

t.test('R-9112-6.2-1: a length beside a transfer coding is a finding', (t) => {
  const both = `${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKS}`;
  t.match(judge('R-9112-6.2-1', both, both), [{ actual: /^HTTP\/1.1 200 with Content-Length: "3" and Transfer/ }]);
  t.equal(judge('R-9112-6.2-1', HELLO, both, { method: 'HEAD' }).length, 1, 'for HEAD too');
  for (const one of [HELLO, chunkedAs('chunked'), ERROR]) t.strictSame(judge('R-9112-6.2-1', both, one), []);
  t.end();
});

t.test('R-9112-6.3-2: of a response with both the chunks are decoded', (t) => {
  const id = 'R-9112-6.3-2';
  const both = `${OK}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKS}`;
  t.match(judge(id, both, `${OK}Content-Length: 3\r\n\r\n5\r\n`), [
    { actual: 'HTTP/1.1 200 with Content-Length: "3": "5\\r\\n"' },
  ]);
  t.equal(judge(id, both, `${OK}Content-Length: 3\r\n\r\nhel`).length, 1, 'decoded, and cut to the length');
  t.equal(judge(id, both, `${OK}Content-Length: 9\r\n\r\nhello`, { ended: 'fin' }).length, 1, 'with the old length');
  for (const one of [HELLO, chunkedAs('chunked'), ERROR]) t.strictSame(judge(id, both, one), []);
  t.strictSame(judge(id, both, chunkedAs('chunked').slice(0, -5), { ended: 'fin' }), [], 'a visible cut');
  t.strictSame(judge(id, both, both), [], 'R-9112-6.2-1 speaks of that');
  t.end();
});

t.test('R-9112-6.3-3: without a last chunked nothing is decoded', (t) => {
  const id = 'R-9112-6.3-3';
  for (const coding of ['chunked, foo', 'foo']) {
    t.equal(judge(id, chunkedAs(coding), HELLO).length, 1, coding);
    t.strictSame(judge(id, chunkedAs(coding), `${OK}\r\n${CHUNKS}`, { ended: 'fin' }), [], 'every octet');
    t.strictSame(judge(id, chunkedAs(coding), ERROR), []);
  }
  t.strictSame(judge(id, chunkedAs('foo, chunked'), HELLO), []);
  t.strictSame(judge(id, `${OK}\r\nhello`, HELLO), []);
  t.end();
});

t.test('R-9112-7.1-2: chunked with a parameter is answered with an error', (t) => {
  const id = 'R-9112-7.1-2';
  t.match(judge(id, chunkedAs('chunked;foo=bar'), HELLO), [
    { expected: 'a 502 for Transfer-Encoding "chunked;foo=bar"' },
  ]);
  t.strictSame(judge(id, chunkedAs('chunked;foo=bar'), ERROR), []);
  t.strictSame(judge(id, chunkedAs('chunked'), HELLO), []);
  t.end();
});
