import t from 'tap';
import rules from '../../harness/rules/via-and-date.ts';
import { judgeRule } from './judge-rule.ts';
import { passedThrough, response } from './passed-through.ts';

const judge = (id: string, ...parts: Parameters<typeof passedThrough>) => judgeRule(rules, id, passedThrough(...parts));
const DATE = 'Date: Sun, 06 Nov 1994 08:49:37 GMT';

t.test('R-9110-6.6.1-1: a Date is added where the upstream sent none', (t) => {
  t.strictSame(judge('R-9110-6.6.1-1', response([]), response([DATE])), []);
  t.strictSame(judge('R-9110-6.6.1-1', response(['Date: soon'])), [], 'what the upstream says is its own affair');
  t.match(judge('R-9110-6.6.1-1', response([])), [{ actual: '200 with no Date' }]);
  t.match(judge('R-9110-6.6.1-1', response([]), response(['Date: 1994-11-06'])), [
    { actual: '200 with Date: "1994-11-06"' },
  ]);
  t.equal(judge('R-9110-6.6.1-1', response([]), response([DATE, DATE])).length, 1);
  t.strictSame(judge('R-9110-6.6.1-1', response([]), response([], '502 Bad Gateway')), [], 'its own error');
  const odd = response(['X-Bad : a']);
  t.strictSame(judge('R-9110-6.6.1-1', odd), [], 'what is odd may have come through unread');
  const early = `HTTP/1.1 103 Early Hints\r\n\r\n${response([])}`;
  t.strictSame(judge('R-9110-6.6.1-1', early), [], 'nor is what follows an interim one');
  t.strictSame(judge('R-9110-6.6.1-1', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'), []);
  t.end();
});

t.test('R-9110-7.6.3-1: the gateway is the last in Via', (t) => {
  const judgeRequest = (...attempt: [string, string][]) =>
    judge('R-9110-7.6.3-1', response([]), undefined, { fields: [['Via', '1.0 a, 1.1 b']], attempt });
  t.strictSame(judgeRequest(['Via', '1.0 a, 1.1 b, 1.1 gate']), []);
  t.strictSame(judgeRequest(['Via', '1.0 a, 1.1 b'], ['Via', '1.1 gate']), []);
  t.strictSame(judgeRequest(['Via', '1.1 gate']), [], 'entries may be combined');
  t.match(judgeRequest(['Via', '1.0 a, 1.1 b']), [{ actual: 'Via: 1.0 a, 1.1 b (app connection 1 request 1)' }]);
  t.match(judgeRequest(), [{ actual: 'no Via (app connection 1 request 1)' }]);
  t.strictSame(judge('R-9110-7.6.3-1', response([])), [], 'judged where the request came with one');
  t.end();
});

t.test('R-9110-7.6.3-2: no private address of an upstream is shown in Via', (t) => {
  for (const host of ['10.0.0.5:9000', '192.168.1.1', '172.20.0.3:80', '127.0.0.1', '[fd00::1]:8080', '[::1]']) {
    const sent = response([`Via: 1.1 app, 1.1 ${host}`]);
    t.match(judge('R-9110-7.6.3-2', sent), [{ expected: `no ${host} in Via` }], host);
    t.strictSame(judge('R-9110-7.6.3-2', sent, response(['Via: 1.1 app, 1.1 inner'])), []);
  }
  for (const host of ['cdn.example', '8.8.8.8', '172.33.0.1', 'host10.0.0.5', '10.0.0.5.example'])
    t.strictSame(judge('R-9110-7.6.3-2', response([`Via: 1.1 ${host}`])), [], host);
  t.strictSame(judge('R-9110-7.6.3-2', response([]), response(['Via: 1.1 10.0.0.5'])), [], 'its own address');
  t.end();
});
