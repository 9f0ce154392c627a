import t from 'tap';
import rules from '../../harness/rules/field-survival.ts';
import { exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';
import { passedThrough, response } from './passed-through.ts';

const judge = (id: string, ...parts: Parameters<typeof passedThrough>) => judgeRule(rules, id, passedThrough(...parts));
const BUSY = '503 Service Unavailable';

t.test('R-9110-5.1-1: an unknown field that is lost or changed is a finding, on errors too', (t) => {
  const sent = response(['X-Unknown: 1', 'X-Other: 2'], BUSY);
  t.match(judge('R-9110-5.1-1', sent, response(['X-Other: 2'], BUSY)), [
    { expected: 'X-Unknown: 1', actual: '503 with no X-Unknown' },
  ]);
  t.match(judge('R-9110-5.1-1', sent, response(['X-Unknown: 10', 'X-Other: 2'], BUSY)), [
    { actual: '503 with X-Unknown: 10' },
  ]);
  t.end();
});

t.test('R-9110-5.1-1: it may come in other case, joined to others, or not at all for a reason', (t) => {
  const sent = response(['X-Unknown: 1', 'X-Unknown: 2']);
  t.strictSame(judge('R-9110-5.1-1', sent), []);
  t.strictSame(judge('R-9110-5.1-1', sent, response(['x-unknown: 1, 2'])), []);
  for (const [lines, why] of [
    [['Connection: X-Unknown', 'X-Unknown: 1'], 'it is for one hop'],
    [['X-Accel-Redirect: /a'], 'gateways know it'],
    [['X-Under_score: 1'], 'gateways drop such names'],
    [[`X-Long: ${'a'.repeat(5000)}`], 'it is large'],
    [['X-Odd: a\x80'], 'octets have a rule of their own'],
    [['X-Unknown: 1', 'X-Bad : 2'], 'the head is not well-formed'],
    [['Server: app'], 'it is not unknown'],
  ] as const)
    t.strictSame(judge('R-9110-5.1-1', response(lines), response([])), [], why);
  t.end();
});

t.test('R-9110-5.1-1: an error of the gateway, a stored response and a client that gave up prove nothing', (t) => {
  const sent = response(['X-Unknown: 1']);
  t.strictSame(judge('R-9110-5.1-1', sent, response([], '502 Bad Gateway')), []);
  t.strictSame(judge('R-9110-5.1-1', sent, response(['Age: 3'])), []);
  t.strictSame(judge('R-9110-5.1-1', sent, response([]), { aborted: 'rst' }), []);
  t.end();
});

t.test('R-9110-5.3-1: another order is a finding, in both directions', (t) => {
  const sent = response(['Set-Cookie: a=1; Path=/', 'Set-Cookie: b=2', 'Set-Cookie: a=3'], '500 Oh');
  const got = response(['Set-Cookie: b=2', 'Set-Cookie: a=1; Path=/', 'Set-Cookie: a=3'], '500 Oh');
  t.match(judge('R-9110-5.3-1', sent, got), [
    { expected: 'set-cookie: a=1; Path=/, b=2, a=3', actual: 'set-cookie: b=2, a=1; Path=/, a=3' },
  ]);
  const fields = [
    ['X-A', '1'],
    ['X-A', '2'],
  ] as const;
  t.equal(judge('R-9110-5.3-1', response([]), undefined, { fields, attempt: fields.toReversed() }).length, 1);
  t.strictSame(judge('R-9110-5.3-1', response([]), undefined, { fields, attempt: fields }), []);
  t.end();
});

t.test('R-9110-5.3-1: joined lines, additions, repetitions and losses are no disorder', (t) => {
  const sent = response(['X-A: 1', 'Vary: b', 'X-A: 2', 'X-A: 1']);
  for (const lines of [['X-A: 1, 2, 1'], ['X-A: 0', 'X-A: 1', 'X-A: 2'], ['X-A: 2'], ['X-A: 1,2']])
    t.strictSame(judge('R-9110-5.3-1', sent, response(lines)), [], lines.join());
  t.end();
});

t.test('R-9110-7.7-1: an error page in the place of no-transform content is a finding', (t) => {
  const sent = response(['Cache-Control: no-store, No-Transform'], BUSY);
  t.strictSame(judge('R-9110-7.7-1', sent), []);
  t.match(judge('R-9110-7.7-1', sent, response([], BUSY).replace('hello', 'sorry')), [
    { expected: '5 bytes of body ("hello")', actual: '503 with 5 bytes of body ("sorry")' },
  ]);
  t.end();
});

t.test('R-9110-7.7-1: content that may be transformed, a cut and another status are none', (t) => {
  const sent = response(['Cache-Control: no-transform'], BUSY);
  const other = response([], BUSY).replace('hello', 'sorry');
  t.strictSame(judge('R-9110-7.7-1', response([], BUSY), other), []);
  t.strictSame(judge('R-9110-7.7-1', sent, other.slice(0, -1), { ended: 'fin' }), []);
  t.strictSame(judge('R-9110-7.7-1', sent.slice(0, -1), other), [], 'the upstream did not send it whole');
  t.strictSame(judge('R-9110-7.7-1', sent, response([], '502 Bad Gateway')), []);
  t.end();
});

t.test('R-9110-7.7-2: a changed Allow or Location is a finding', (t) => {
  const sent = response(['Allow: GET, HEAD', 'Location: /there', 'Retry-After: 3'], '405 No');
  t.strictSame(judge('R-9110-7.7-2', sent), []);
  t.match(judge('R-9110-7.7-2', sent, response(['Allow: GET', 'Location: /here'], '405 No')), [
    { expected: 'Retry-After: 3', actual: '405 with no Retry-After' },
    { expected: 'Allow: GET, HEAD' },
    { expected: 'Location: /there', actual: '405 with Location: /here' },
  ]);
  t.end();
});

t.test('R-9110-7.7-2: a Location that names the inside may be rewritten; Retry-After of a 503 is for OP-24', (t) => {
  const inside = response(['Location: http://127.9.0.2:3000/a'], '302 Found');
  t.strictSame(judge('R-9110-7.7-2', inside, response(['Location: /a'], '302 Found')), []);
  const host = response(['Location: http://www.example/a'], '302 Found');
  const fields = [['Host', 'www.example']] as const;
  t.strictSame(judge('R-9110-7.7-2', host, response(['Location: https://www.example/a'], '302 Found'), { fields }), []);
  t.strictSame(judge('R-9110-7.7-2', response(['Retry-After: 7'], BUSY), response([], BUSY)), []);
  t.end();
});

t.test('OP-24: a Retry-After that is gone or changed is a finding, with an error page too', (t) => {
  const sent = response(['Retry-After: 7'], BUSY);
  t.strictSame(judge('OP-24', sent), []);
  t.match(judge('OP-24', sent, response([], BUSY)), [
    { expected: 'Retry-After: 7', actual: '503 with no Retry-After' },
  ]);
  t.equal(judge('OP-24', sent, response(['Retry-After: 120'], BUSY).replace('hello', 'sorry')).length, 1);
  t.strictSame(judge('OP-24', sent, response([], '502 Bad Gateway')), [], 'another status is for other rules');
  t.strictSame(judge('OP-24', response([], BUSY)), []);
  t.end();
});

t.test('The healthy twin and the aftermath are judged too, and nothing is where no upstream answered', (t) => {
  const one = { raw: response([]), id: 'twin-1', phase: 'twin' } as const;
  const observations = upstreamSaid(response(['X-Unknown: 1']), { id: 'twin-1' });
  const facts = factsWith({ twin: [exchange(one)] });
  t.strictSame(judgeRule(rules, 'R-9110-5.1-1', facts), []);
  const aftermath = factsWith({ exchanges: [exchange({ ...one, phase: 'aftermath' })], observations });
  t.equal(judgeRule(rules, 'R-9110-5.1-1', aftermath).length, 1);
  t.end();
});
