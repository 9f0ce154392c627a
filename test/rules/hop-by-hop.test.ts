import t from 'tap';
import rules from '../../harness/rules/hop-by-hop.ts';
import { judgeRule } from './judge-rule.ts';
import { passedThrough, response } from './passed-through.ts';

const judge = (id: string, ...parts: Parameters<typeof passedThrough>) => judgeRule(rules, id, passedThrough(...parts));

t.test('R-9110-7.6-1: a field that the client names in Connection does not reach the upstream', (t) => {
  const fields = [
    ['Connection', 'keep-alive, X-Hop'],
    ['X-Hop', 'secret'],
    ['X-Other', '1'],
  ] as const;
  const judgeRequest = (attempt: [string, string][]) =>
    judge('R-9110-7.6-1', response([]), undefined, { fields, attempt });
  t.strictSame(
    judgeRequest([
      ['Connection', 'close'],
      ['X-Other', '1'],
    ]),
    [],
  );
  t.strictSame(judgeRequest([['X-Hop', 'mine']]), [], 'the gateway may have one of its own');
  t.match(judgeRequest([['x-hop', 'secret']]), [
    { expected: "a request without the client's X-Hop: secret", actual: 'app connection 1 request 1: X-Hop: secret' },
  ]);
  t.match(judgeRequest([['Connection', 'X-Hop']]), [{ actual: /Connection: x-hop$/ }]);
  t.end();
});

t.test('R-9110-7.6-1: names that a gateway may need are left to it', (t) => {
  const fields = [
    ['Connection', 'Upgrade, TE'],
    ['Upgrade', 'websocket'],
    ['TE', 'trailers'],
  ] as const;
  t.strictSame(judge('R-9110-7.6-1', response([]), undefined, { fields, attempt: fields }), []);
  t.end();
});

t.test('R-9110-7.6.1-1: a field that the upstream names in Connection does not reach the client', (t) => {
  const sent = response(['Connection: close, X-Hop', 'X-Hop: secret', 'X-Hop: more']);
  t.strictSame(judge('R-9110-7.6.1-1', sent, response(['Connection: close'])), []);
  t.match(judge('R-9110-7.6.1-1', sent, response(['X-Hop: more'])), [{ actual: '200 with X-Hop: more' }]);
  t.match(judge('R-9110-7.6.1-1', sent, response(['Connection: x-hop, close'])), [
    { actual: '200 with Connection: x-hop' },
  ]);
  t.strictSame(judge('R-9110-7.6.1-1', sent, response(['X-Hop: secret'], '502 Bad')), [], 'it is not that response');
  t.end();
});

t.test('R-9110-7.6.1-2: known fields for one hop do not reach the client, named or not', (t) => {
  const lines = ['Keep-Alive: timeout=5', 'Proxy-Connection: close', 'TE: gzip', 'Upgrade: h2c'];
  t.equal(judge('R-9110-7.6.1-2', response(lines)).length, 4);
  t.strictSame(judge('R-9110-7.6.1-2', response(lines), response([])), []);
  t.strictSame(judge('R-9110-7.6.1-2', response(lines), response(['Keep-Alive: timeout=60'])), [], 'its own');
  const own = response(['Connection: upgrade', 'Upgrade: h2c']);
  t.strictSame(judge('R-9110-7.6.1-2', response(lines), own), [], 'named by the gateway alone');
  t.equal(judge('R-9110-7.6.1-2', own).length, 1, 'named by the upstream');
  t.strictSame(judge('R-9110-7.6.1-2', response(['Upgrade: h2c'], '426 Upgrade Required')), []);
  t.end();
});

t.test('R-9110-7.6.1-2: nor does Keep-Alive of the client reach the upstream', (t) => {
  const fields = [
    ['Keep-Alive', 'timeout=5'],
    ['TE', 'trailers'],
  ] as const;
  t.match(judge('R-9110-7.6.1-2', response([]), undefined, { fields, attempt: fields }), [
    { actual: 'app connection 1 request 1: Keep-Alive: timeout=5' },
  ]);
  t.strictSame(judge('R-9110-7.6.1-2', response([]), undefined, { fields, attempt: [['TE', 'trailers']] }), []);
  t.end();
});
