import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import type { Field } from '../../harness/core/http.ts';
import rules from '../../harness/rules/attempt-fields.ts';
import { answer, caseWith, exchange, factsWith, requestSeen, seen } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

interface Attempted {
  readonly method?: string;
  readonly target?: string;
  readonly fields?: readonly Field[];
  /** Null where it never came whole. */
  readonly body?: { readonly bytes: number; readonly hash: string } | null;
}

const BODY = { bytes: 5, hash: 'aa' };

/** What a rule says of one exchange and its attempts, each on a connection of its own. */
function judge(id: string, sent: Partial<Exchange> & { raw?: string }, ...attempts: Attempted[]) {
  const observations = attempts.flatMap(({ body = { bytes: 0, hash: '' }, ...request }, index) => [
    requestSeen(1001 + index, 'steps-1', { connection: index + 1, ...request }),
    ...(body === null
      ? []
      : [
          seen(1001 + index, {
            kind: 'request-end',
            connection: index + 1,
            nth: 1,
            bodyBytes: body.bytes,
            bodyHash: body.hash,
          } as never),
        ]),
  ]);
  return judgeRule(rules, id, factsWith({ exchanges: [exchange(sent)], observations }));
}

t.test('OP-16: attempts that say the same are right, whatever the gateway says of itself', (t) => {
  const fields: Field[] = [
    ['X-A', '1'],
    ['Accept', '*/*'],
    ['Cookie', 'a=b'],
  ];
  const one: Field[] = [
    ...fields,
    ['Host', 'app'],
    ['Via', '1.1 a'],
    ['X-Forwarded-For', '1'],
    ['Connection', 'close'],
  ];
  const two: Field[] = [
    ['x-a', '1'],
    ['Cookie', 'a=b'],
    ['Accept', '*/*'],
    ['Host', 'app-2'],
    ['X-Envoy-Attempt-Count', '2'],
  ];
  t.strictSame(judge('OP-16', { fields }, { fields: one }, { fields: two }), []);
  const sent = { method: 'PUT', body: BODY };
  t.strictSame(judge('OP-16', sent, { method: 'PUT', body: BODY }, { method: 'PUT', body: BODY }), []);
  t.strictSame(judge('OP-16', sent, { method: 'PUT', body: null }, { method: 'PUT', body: BODY }), [], 'not whole');
  t.end();
});

t.test('OP-16: another method, target, field or body in a later attempt is a finding', (t) => {
  const put = { method: 'PUT', target: '/a', body: BODY };
  for (const [other, actual] of [
    [{ ...put, method: 'GET' }, 'app connection 2 request 1: GET /a'],
    [{ ...put, target: '/' }, 'app connection 2 request 1: PUT /'],
    [{ ...put, fields: [['Range', 'bytes=0-']] }, 'app connection 2 request 1: range: bytes=0-'],
    [{ ...put, body: { bytes: 0, hash: '' } }, 'app connection 2 request 1: 0 bytes of body'],
    [{ ...put, body: { ...BODY, hash: 'bb' } }, 'app connection 2 request 1: 5 other bytes of body'],
  ] as const) {
    const found = judge('OP-16', { method: 'PUT', target: '/a', body: BODY }, put, other as Attempted);
    t.match(found[0], { expected: /, as in the first attempt$/, actual }, actual);
  }
  t.end();
});

t.test('OP-16: a single attempt is compared with what the client sent', (t) => {
  const sent = {
    method: 'POST',
    body: BODY,
    fields: [
      ['X-A', '1'],
      ['Content-Type', 'text/a'],
    ] as const,
  };
  const got = { method: 'POST', body: BODY, fields: [...sent.fields] };
  t.strictSame(judge('OP-16', sent, got), []);
  t.match(judge('OP-16', sent, { ...got, body: { bytes: 4, hash: 'cc' } }), [
    { expected: '5 bytes of body, as the client sent it', actual: 'app connection 1 request 1: 4 bytes of body' },
  ]);
  t.match(judge('OP-16', sent, { ...got, fields: [['X-A', '1']] }), [{ actual: /no Content-Type$/ }]);
  t.match(judge('OP-16', sent, { ...got, method: 'GET' }), [{ expected: 'POST, as the client sent it' }]);
  t.match(judge('OP-16', {}, { body: BODY }), [{ expected: '0 bytes of body, as the client sent it' }]);
  t.end();
});

t.test('OP-16: what a gateway may change, a client that left or held its body back, and a cache prove nothing', (t) => {
  const fields = [
    ['Accept-Encoding', 'gzip'],
    ['X-Forwarded-For', '1'],
    ['Connection', 'X-Hop'],
    ['X-Hop', '1'],
  ] as const;
  t.strictSame(judge('OP-16', { fields }, {}), []);
  t.strictSame(judge('OP-16', { body: BODY, aborted: 'rst' }, {}), []);
  t.strictSame(judge('OP-16', { body: BODY, continued: 'not-sent' }, {}), []);
  const item = caseWith();
  const cached = { ...item, variant: { ...item.variant, settings: { ...item.variant.settings, cache: true } } };
  const observations = [requestSeen(1001, 'steps-1')];
  const facts = factsWith({ case: cached, exchanges: [exchange({ method: 'HEAD' })], observations });
  t.strictSame(judgeRule(rules, 'OP-16', facts), []);
  t.end();
});

t.test("OP-44: every attempt has the same X-Request-Id, be it the client's or one of the gateway", (t) => {
  const sent = { fields: [['X-Request-Id', 'r1']] as const };
  const attempt = (id: string) => ({ fields: [['X-Request-Id', id]] as const });
  t.strictSame(judge('OP-44', sent, attempt('r1'), attempt('r1')), []);
  t.strictSame(judge('OP-44', sent, attempt('g1'), attempt('g1')), []);
  t.strictSame(judge('OP-44', sent, {}, {}), [], 'it does not forward it');
  t.strictSame(judge('OP-44', {}, attempt('g1'), attempt('g2')), [], 'the client has none');
  t.match(judge('OP-44', sent, attempt('r1'), attempt('r2')), [
    { expected: 'X-Request-Id: r1, as in the first attempt', actual: 'app connection 2 request 1: X-Request-Id: r2' },
  ]);
  t.match(judge('OP-44', sent, attempt('r1'), {}), [{ actual: /no X-Request-Id$/ }]);
  t.end();
});

t.test('OP-44: an error of the gateway that has an X-Request-Id has that one', (t) => {
  const fields = [['X-Request-Id', 'r1']] as const;
  t.strictSame(judge('OP-44', { fields, raw: answer(502, { 'X-Request-Id': 'r1' }) }, { fields }), []);
  t.strictSame(judge('OP-44', { fields, raw: answer(502) }, { fields }), []);
  t.match(judge('OP-44', { fields, raw: answer(502, { 'X-Request-Id': 'r9' }) }, { fields }), [
    { actual: '502 with X-Request-Id: r9' },
  ]);
  t.end();
});

t.test("OP-45: a traceparent that is forwarded has the client's trace-id in every attempt", (t) => {
  const trace = (id: string, parent = '00f067aa0ba902b7'): Field[] => [['traceparent', `00-${id}-${parent}-01`]];
  const mine = '4bf92f3577b34da6a3ce929d0e0e4736';
  const other = '4bf92f3577b34da6a3ce929d0e0e4737';
  const sent = { fields: trace(mine) };
  t.strictSame(judge('OP-45', sent, { fields: trace(mine, '1111111111111111') }, { fields: trace(mine) }), []);
  t.strictSame(judge('OP-45', sent, {}), [], 'it does not forward it');
  t.strictSame(judge('OP-45', { fields: trace('0'.repeat(32)) }, { fields: trace(other) }), [], 'that was no trace');
  t.match(judge('OP-45', sent, { fields: trace(mine) }, { fields: trace(other) }), [
    { expected: `the trace-id ${mine}`, actual: /^app connection 2 request 1: traceparent: 00-4bf9.*4737/ },
  ]);
  t.match(judge('OP-45', sent, { fields: trace(mine) }, {}), [{ actual: /no traceparent$/ }]);
  t.equal(judge('OP-45', sent, { fields: trace(other) }).length, 1);
  t.end();
});
