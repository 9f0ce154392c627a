import t from 'tap';
import rules from '../../harness/rules/field-lines.ts';
import { judgeRule } from './judge-rule.ts';
import { passedThrough, response } from './passed-through.ts';

const judge = (id: string, ...parts: Parameters<typeof passedThrough>) => judgeRule(rules, id, passedThrough(...parts));
const REFUSED = response([], '502 Bad Gateway').replace('hello', 'sorry');

t.test('R-9110-5.5-2: white space round a Content-Length is no reason to refuse or to misread', (t) => {
  const sent = response([]).replace(': 5', ':   5\t');
  t.strictSame(judge('R-9110-5.5-2', sent), []);
  t.strictSame(judge('R-9110-5.5-2', sent, response([])), []);
  t.match(judge('R-9110-5.5-2', sent, REFUSED), [
    { expected: 'the 200 with 5 bytes of body that "Content-Length:   5\\t" frames', actual: /^502 with 5 bytes/ },
  ]);
  t.equal(judge('R-9110-5.5-2', sent, response([]).replace(': 5', ': 0').replace('hello', '')).length, 1);
  t.end();
});

t.test('R-9110-5.5-2: what is odd in other ways, coded anew, cut or too late is no finding', (t) => {
  const sent = response([]).replace(': 5', ':   5\t');
  t.strictSame(judge('R-9110-5.5-2', response([]), REFUSED), []);
  t.strictSame(judge('R-9110-5.5-2', sent.replace('200 OK', '200\tOK'), REFUSED), []);
  t.strictSame(judge('R-9110-5.5-2', sent.slice(0, -1), REFUSED), []);
  t.strictSame(judge('R-9110-5.5-2', sent, response(['Content-Encoding: gzip']).replace('hello', 'HELLO')), []);
  t.strictSame(judge('R-9110-5.5-2', sent, response([]).slice(0, -2), { ended: 'fin' }), []);
  t.strictSame(judge('R-9110-5.5-2', sent, REFUSED, { startedAt: 900, endedAt: 950 }), []);
  t.end();
});

t.test('R-9112-2.2-3: a line with white space before the first field is dropped or refused', (t) => {
  const sent = response([' X-Bad: ab', '\tmore', 'X-Good: 1']);
  t.strictSame(judge('R-9112-2.2-3', sent, response(['X-Good: 1'])), []);
  t.strictSame(judge('R-9112-2.2-3', sent, REFUSED), []);
  t.match(judge('R-9112-2.2-3', sent, response(['X-Bad: ab', 'X-Good: 1'])), [
    { expected: 'a 5xx, or nothing of the line " X-Bad: ab"', actual: /^"HTTP\/1.1 200 OK\\r\\nX-Bad: ab/ },
  ]);
  t.equal(judge('R-9112-2.2-3', sent, response(['X-Good: 1'], '200 OK X-Bad: ab')).length, 1, 'in the reason');
  t.equal(judge('R-9112-2.2-3', sent, response(['X-Good: 1 more'])).length, 1, 'in another field');
  t.strictSame(judge('R-9112-2.2-3', response(['X-Good: 1', ' folded']), response(['X-Good: 1 folded'])), []);
  t.end();
});

t.test('R-9112-5.1-1: white space before the colon is removed', (t) => {
  const sent = response(['X-Bad : ab']);
  for (const got of [response(['X-Bad: ab']), response([]), REFUSED])
    t.strictSame(judge('R-9112-5.1-1', sent, got), []);
  t.match(judge('R-9112-5.1-1', sent, response(['x-bad\t: ab'])), [{ actual: '200 with "x-bad\\t: ab"' }]);
  t.end();
});

t.test('R-9112-5.2-1: a fold becomes spaces', (t) => {
  const sent = response([' before: x', 'X-Bad: a', '\t b', ' c', 'X-Good: 1']);
  for (const got of [response(['X-Bad: a b c']), response(['X-Bad: a   b \tc']), REFUSED])
    t.strictSame(judge('R-9112-5.2-1', sent, got), []);
  for (const [lines, actual] of [
    [['X-Bad: abc'], 'X-Bad: "abc"'],
    [['X-Bad: a'], 'X-Bad: "a"'],
    [['X-Bad: a', 'b: c'], 'X-Bad: "a"'],
    [[], 'X-Bad: left out'],
  ] as const)
    t.match(judge('R-9112-5.2-1', sent, response(lines)), [
      { expected: 'a 502, or X-Bad: "a b c"', actual: `200 with ${actual}` },
    ]);
  t.strictSame(judge('R-9112-5.2-1', response(['X-Bad: a', ' b'])), [], 'a fold that stays is for R-9112-5.2-2');
  t.strictSame(judge('R-9112-5.2-1', response(['Connection: close,', ' X-Hop']), response([])), [], 'for one hop');
  t.end();
});

t.test('R-9112-5.2-2: no fold reaches the client, whoever made it', (t) => {
  t.match(judge('R-9112-5.2-2', response(['X-Bad: a', ' b'])), [{ actual: /^a folded field line/ }]);
  t.equal(judge('R-9112-5.2-2', '', response(['X-Long: a', '\tb'], '502 Bad Gateway')).length, 1);
  t.strictSame(judge('R-9112-5.2-2', response(['X-Bad: a', ' b']), response(['X-Bad: a b'])), []);
  t.end();
});
