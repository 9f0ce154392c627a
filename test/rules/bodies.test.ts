import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import type { Acceptable } from '../../harness/core/outcome.ts';
import bodies from '../../harness/rules/bodies.ts';
import { answer, caseWith, exchange, expects, factsWith, requestStep, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const CUT: Acceptable[] = ['truncated', 'error'];

function cutBody(one: Partial<Exchange> & { raw?: string }, accepts = CUT) {
  const exchanges = [exchange({ raw: answer(200, {}, 'hel'), fault: 'broken', ...one })];
  return judgeRule(bodies, 'OP-28', factsWith({ exchanges, outcome: { accepts } }));
}

t.test('OP-28: a cut body that looks whole is a finding', (t) => {
  t.match(cutBody({}), [{ actual: '200 complete, connection kept, 3 bytes of body (content-length)' }]);
  t.equal(cutBody({ raw: 'HTTP/1.1 200 OK\r\n\r\nhel', ended: 'fin' }).length, 1, 'close-delimited and FIN');
  t.equal(
    cutBody({ raw: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n0\r\n\r\n' }).length,
    1,
    'an invented last chunk',
  );
  t.end();
});

t.test('OP-28: what can be seen to be cut is none, nor is a 5xx', (t) => {
  t.strictSame(cutBody({ raw: answer(200, { 'Content-Length': '9' }, 'hel'), ended: 'fin' }), []);
  t.strictSame(cutBody({ raw: 'HTTP/1.1 200 OK\r\n\r\nhel', ended: 'rst' }), []);
  t.strictSame(cutBody({ raw: answer(502) }), []);
  t.strictSame(cutBody({ raw: '', ended: 'rst' }), []);
  t.end();
});

t.test('OP-28: under a fault that cuts, what the upstream sent whole and the client got whole is not cut', (t) => {
  const judgeWhole = (got: string) =>
    judgeRule(
      bodies,
      'OP-28',
      factsWith({
        exchanges: [exchange({ raw: answer(200, {}, got), fault: 'broken' })],
        observations: upstreamSaid(answer(200, {}, 'hello')),
        outcome: { accepts: CUT },
      }),
    );
  t.strictSame(judgeWhole('hello'), []);
  t.equal(judgeWhole('hel').length, 1);
  t.strictSame(cutBody({ raw: answer(200, { 'X-Gatecrash-Id': 'steps-0' }, 'hel') }), [], 'a stored response');
  t.end();
});

t.test('OP-28: it speaks of cut bodies alone', (t) => {
  t.strictSame(cutBody({ method: 'HEAD', raw: answer(200) }), [], 'HEAD has no body');
  t.strictSame(cutBody({}, ['error']), []);
  t.strictSame(cutBody({}, ['truncated', 'repaired']), []);
  t.strictSame(cutBody({ fault: null }), []);
  t.end();
});

function silence(one: Partial<Exchange>, expect: Record<string, unknown> = {}) {
  const item = caseWith({ steps: [requestStep(0, expects(expect))] });
  return judgeRule(
    bodies,
    'OP-29',
    factsWith({ case: item, exchanges: [exchange({ raw: '', ended: 'fin', ...one })] }),
  );
}

t.test('OP-29: a connection that is closed without a byte is a finding', (t) => {
  t.match(silence({}), [{ expected: 'a 5xx', actual: 'no byte, closed by FIN' }]);
  t.equal(silence({ ended: 'rst' }).length, 1);
  t.equal(silence({}, { status: [502, 504] }).length, 1);
  t.end();
});

t.test('OP-29: an answer, an endless wait, the aftermath and an author who allows it are none', (t) => {
  t.strictSame(judgeRule(bodies, 'OP-29', factsWith({ exchanges: [exchange()] })), []);
  t.strictSame(silence({ ended: 'timeout' }), []);
  t.strictSame(silence({ phase: 'aftermath' }), []);
  t.strictSame(silence({}, { status: [502, 'none'] }), []);
  t.strictSame(silence({}, { status: 'none' }), []);
  t.end();
});
