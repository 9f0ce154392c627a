import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import expectContinue from '../../harness/rules/expect-continue.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

/**
 * What R-9110-10.1.1-1 says of a client that got its answer after so long; `saw`: when the head reached the upstream, and
 * what that said at once. Both timeouts are 1 s.
 */
function idle(one: Partial<Exchange> & { ms: number; raw?: string }, saw?: { after: number; said: string }) {
  const exchanges = [exchange({ method: 'POST', raw: answer(502), continued: 'by-patience', ...one })];
  const observations = saw ? upstreamSaid(saw.said, { method: 'POST', from: 1000 + saw.after }) : [];
  return judgeRule(expectContinue, 'R-9110-10.1.1-1', factsWith({ exchanges, observations }));
}

t.test('R-9110-10.1.1-1: a gateway that waits for the content is a finding', (t) => {
  t.match(idle({ ms: 3010 }), [
    {
      expected: 'a 100, a final response, or the head at the upstream',
      actual: 'nothing until the content came, then: 502 complete, connection kept',
      timed: true,
    },
  ]);
  t.equal(idle({ ms: 3010 }, { after: 3005, said: answer(200) }).length, 1, 'and then sends it all at once');
  t.end();
});

t.test("R-9110-10.1.1-1: so is one that keeps the upstream's 100 to itself", (t) => {
  t.match(idle({ ms: 3010 }, { after: 5, said: CONTINUE + answer(200) }), [
    { expected: "the upstream's 100 at the client" },
  ]);
  t.end();
});

t.test('R-9110-10.1.1-1: to act in time is to pass the head on, or to answer', (t) => {
  t.strictSame(idle({ ms: 3010 }, { after: 5, said: '' }), [], 'an upstream that says nothing');
  t.strictSame(idle({ ms: 3010 }, { after: 1300, said: answer(200) }), [], 'a slow connection');
  t.strictSame(idle({ ms: 3010 }, { after: 5, said: answer(200) }), [], 'an upstream that needs no 100');
  t.strictSame(idle({ ms: 2400 }), [], 'an error after both timeouts');
  t.strictSame(idle({ ms: 3010, continued: 'by-100' }), []);
  t.strictSame(idle({ ms: 3010, continued: 'not-sent' }), []);
  t.strictSame(idle({ ms: 3010, continued: null }), []);
  t.end();
});

/** What R-9110-10.1.1-2 says of a client that sent five octets upon a 100. */
function after100(raw: string, one: Partial<Exchange> = {}) {
  const sent = { method: 'POST', body: { bytes: 5, hash: '' }, bodySent: 5, continued: 'by-100' } as const;
  return judgeRule(expectContinue, 'R-9110-10.1.1-2', factsWith({ exchanges: [exchange({ raw, ...sent, ...one })] }));
}

t.test('R-9110-10.1.1-2: a final response follows a 100', (t) => {
  for (const got of [answer(200), answer(502), CONTINUE + answer(504), ''])
    t.strictSame(after100(CONTINUE + got, got === '' ? { aborted: 'rst' } : {}), [], got);
  t.strictSame(after100('', { ended: 'fin' }), [], 'no 100, no debt');
  t.end();
});

t.test('R-9110-10.1.1-2: the end of the connection and an endless wait are findings', (t) => {
  for (const ended of ['fin', 'rst', 'timeout'] as const)
    t.match(after100(CONTINUE, { ended }), [{ expected: 'a final response behind the 100' }], ended);
  t.strictSame(after100(CONTINUE, { ended: 'rst', bodySent: 3 }), [], 'a connection may break in the middle');
  t.end();
});
