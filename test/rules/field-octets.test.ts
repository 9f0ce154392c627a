import t from 'tap';
import rules from '../../harness/rules/field-octets.ts';
import { judgeRule } from './judge-rule.ts';
import { passedThrough, response } from './passed-through.ts';

const judge = (id: string, ...parts: Parameters<typeof passedThrough>) => judgeRule(rules, id, passedThrough(...parts));

t.test('R-9110-5.5-1: a NUL may become a space, or the response a 5xx', (t) => {
  const sent = response(['X-Bad: a\0b']);
  t.strictSame(judge('R-9110-5.5-1', sent, response(['X-Bad: a b'])), []);
  t.strictSame(judge('R-9110-5.5-1', sent, response([], '502 Bad Gateway')), []);
  t.strictSame(judge('R-9110-5.5-1', sent, '', { ended: 'fin' }), [], 'saying nothing is for another rule');
  t.strictSame(judge('R-9110-5.5-1', response(['X-Bad: a\0b', 'Connection: X-Bad']), response([])), [], 'for one hop');
  t.end();
});

t.test('R-9110-5.5-1: a NUL that is passed on, lost, or taken for the end is a finding', (t) => {
  const sent = response(['X-Bad: a\0b']);
  for (const [lines, actual] of [
    [['X-Bad: a\0b'], '200 with X-Bad: "a\\u0000b"'],
    [['X-Bad: ab'], '200 with X-Bad: "ab"'],
    [['X-Bad: a'], '200 with X-Bad: "a"'],
    [[], '200 with X-Bad: left out'],
  ] as const)
    t.match(judge('R-9110-5.5-1', sent, response(lines)), [{ expected: 'a 5xx, or X-Bad: "a b"', actual }]);
  t.end();
});

t.test('R-9112-2.2-1: octets above 127 are passed on as they are, or the response is refused', (t) => {
  const sent = response(['X-Name: \xe9, \xc4\x8a, \xc0\x8a']);
  t.strictSame(judge('R-9112-2.2-1', sent), []);
  t.strictSame(judge('R-9112-2.2-1', sent, response([], '502 Bad Gateway')), []);
  t.strictSame(judge('R-9112-2.2-1', sent, response([])), [], 'a lost field is for R-9110-5.1-1');
  t.match(judge('R-9112-2.2-1', sent, response(['X-Name: ?, ?, ?'])), [
    { expected: 'a 5xx, or X-Name: "\\xe9, \\xc4\\x8a, \\xc0\\x8a"', actual: '200 with X-Name: "?, ?, ?"' },
  ]);
  for (const value of ['\xc3\xa9, \xc4\x8a, \xc0\x8a', '\xe9, \n, \xc0\x8a', '\xe9, \xc4\x8a, \n'])
    t.equal(judge('R-9112-2.2-1', sent, response([`X-Name: ${value}`])).length, 1);
  t.end();
});

t.test('R-9112-2.2-2: a bare CR may become a space; the field or the reason may be left out', (t) => {
  const sent = response(['X-Bad: a\rb']);
  for (const lines of [['X-Bad: a b'], []]) t.strictSame(judge('R-9112-2.2-2', sent, response(lines)), []);
  t.strictSame(judge('R-9112-2.2-2', sent, response([], '502 Bad Gateway')), []);
  const odd = response([], '200 O\rSet-Cookie: a=b');
  for (const status of ['200 OK', '200 ', '200 O Set-Cookie: a=b'])
    t.strictSame(judge('R-9112-2.2-2', odd, response([], status)), [], status);
  t.end();
});

t.test('R-9112-2.2-2: a bare CR that is passed on, removed, or taken for a line end is a finding', (t) => {
  const sent = response(['X-Bad: a\rX-Evil: b']);
  for (const lines of [['X-Bad: a\rX-Evil: b'], ['X-Bad: aX-Evil: b'], ['X-Bad: a']])
    t.equal(judge('R-9112-2.2-2', sent, response(lines)).length, 1, JSON.stringify(lines));
  t.match(judge('R-9112-2.2-2', sent, response(['X-Bad: a', 'X-Evil: b'])), [
    { expected: 'a 5xx, or X-Bad: "a X-Evil: b"' },
    { expected: 'no field X-Evil: the upstream sent none' },
  ]);
  const odd = response([], '200 O\rSet-Cookie: a=b');
  t.match(judge('R-9112-2.2-2', odd), [{ actual: '200 with the reason "O\\rSet-Cookie: a=b"' }]);
  t.equal(judge('R-9112-2.2-2', odd, response([], '200 OSet-Cookie: a=b')).length, 1);
  t.match(judge('R-9112-2.2-2', odd, response(['Set-Cookie: a=b'], '200 O')), [
    { actual: '200 with Set-Cookie: "a=b"' },
  ]);
  t.end();
});
