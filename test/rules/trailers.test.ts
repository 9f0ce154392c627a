import t from 'tap';
import rules from '../../harness/rules/trailers.ts';
import { judgeRule } from './judge-rule.ts';
import { passedThrough, response } from './passed-through.ts';

const judge = (id: string, ...parts: Parameters<typeof passedThrough>) => judgeRule(rules, id, passedThrough(...parts));

/** `hello` in one chunk, with these lines before and behind it. */
function chunked(lines: readonly string[], trailers: readonly string[] = []): string {
  const head = ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', ...lines, ''];
  return [...head, '5', 'hello', '0', ...trailers, '', ''].join('\r\n');
}

const SENT = chunked(['X-Note: a'], ['X-Auth: admin', 'X-Note: b', 'Content-Length: 1', 'Set-Cookie: a=b']);

t.test('R-9110-6.5.1-1: trailers may be dropped or stay behind the body', (t) => {
  t.strictSame(judge('R-9110-6.5.1-1', SENT), []);
  t.strictSame(judge('R-9110-6.5.1-1', SENT, chunked(['X-Note: a'])), []);
  t.end();
});

t.test('R-9110-6.5.1-1: a trailer in the head of a chunked response is a finding', (t) => {
  t.match(judge('R-9110-6.5.1-1', SENT, chunked(['x-auth: admin', 'X-Note: a', 'Set-Cookie: a=b'])), [
    { expected: 'no X-Auth in the head: it came behind the body', actual: /^200 \(chunked\) with X-Auth: admin/ },
    { expected: /Set-Cookie/ },
  ]);
  t.strictSame(judge('R-9112-7.1.2-1', SENT, chunked(['X-Auth: admin'])), [], 'it is still chunked');
  t.strictSame(
    judge('R-9110-6.5.1-1', SENT, chunked(['X-Auth: guest'])),
    [],
    'another value is not that of the trailer',
  );
  t.end();
});

t.test('R-9112-7.1.2-1: a trailer in the head of a response that is not chunked any more is a finding', (t) => {
  t.strictSame(judge('R-9112-7.1.2-1', SENT, response(['X-Note: a'])), []);
  t.match(judge('R-9112-7.1.2-1', SENT, response(['X-Note: a', 'X-Note: b'])), [
    { actual: '200 (content-length) with X-Note: b in the head' },
  ]);
  const closing = 'HTTP/1.1 200 OK\r\nX-Auth: admin\r\n\r\nhello';
  t.equal(judge('R-9112-7.1.2-1', SENT, closing, { version: '1.0', ended: 'fin' }).length, 1);
  const framing = response([]).replace('Content-Length: 5', 'Content-Length: 1');
  t.match(judge('R-9112-7.1.2-1', SENT, framing), [{ actual: /Content-Length: 1 in the head/ }]);
  t.strictSame(judge('R-9112-7.1.2-1', chunked([], ['Content-Length: 5']), response([])), [], 'it may be its own');
  t.end();
});

t.test('Trailers of a request do not become headers of it', (t) => {
  const fields = [
    ['Transfer-Encoding', 'chunked'],
    ['Trailer', 'X-Sum, Expires'],
  ] as const;
  const judgeRequest = (id: string, attempt: [string, string][]) =>
    judge(id, response([]), undefined, { fields, attempt });
  t.match(
    judgeRequest('R-9112-7.1.2-1', [
      ['Content-Length', '5'],
      ['X-Sum', 'abc'],
    ]),
    [{ actual: 'app got x-sum: abc in the head' }],
  );
  t.equal(
    judgeRequest('R-9110-6.5.1-1', [
      ['Transfer-Encoding', 'chunked'],
      ['X-Sum', 'abc'],
    ]).length,
    1,
  );
  for (const id of ['R-9112-7.1.2-1', 'R-9110-6.5.1-1'])
    t.strictSame(
      judgeRequest(id, [
        ['Transfer-Encoding', 'chunked'],
        ['Trailer', 'X-Sum'],
      ]),
      [],
    );
  t.end();
});
