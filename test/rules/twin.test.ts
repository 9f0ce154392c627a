import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import twin from '../../harness/rules/twin.ts';
import { answer, caseWith, exchange, factsWith } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const judge = (one: Partial<Exchange> & { raw?: string }) =>
  judgeRule(twin, 'TWIN', factsWith({ twin: [exchange({ phase: 'twin', id: 'twin-1', ...one })] }));

t.test('a complete 2xx with the own correlation id is right', (t) => {
  t.strictSame(judge({}), []);
  t.strictSame(judge({ method: 'HEAD', raw: answer(204, { 'X-Gatecrash-Id': 'twin-1' }) }), []);
  t.end();
});

t.test('a gateway that answers 502 to everything does not pass', (t) => {
  t.match(judge({ raw: answer(502) }), [{ actual: '502 complete, connection kept', exchange: 'twin-1' }]);
  t.end();
});

t.test('neither does a cut answer, none at all, one of its own, or that of somebody else', (t) => {
  const own = { 'X-Gatecrash-Id': 'twin-1' };
  t.equal(judge({ raw: answer(200, { ...own, 'Content-Length': '9' }), ended: 'fin' }).length, 1);
  t.equal(judge({ raw: '', ended: 'fin' }).length, 1);
  t.match(judge({ raw: answer(200) }), [{ actual: '200 complete, connection kept, with no correlation id' }]);
  t.match(judge({ raw: answer(200, { 'X-Gatecrash-Id': 'x' }) }), [{ actual: /with the correlation id x$/ }]);
  t.match(judge({ raw: answer(200, { ...own, 'x-gatecrash-id': 'x' }) }), [{ actual: /id twin-1, x$/ }]);
  t.end();
});

t.test('one that a limit of the upstream turns away is left to the rule of limits', (t) => {
  const item = caseWith();
  const pool = { connections: 2, queue: 0, wait: 0 };
  const limited = { ...item, variant: { ...item.variant, settings: { ...item.variant.settings, pool } } };
  const judged = (raw: string) =>
    judgeRule(twin, 'TWIN', factsWith({ case: limited, twin: [exchange({ phase: 'twin', id: 'twin-1', raw })] }));
  t.strictSame(judged(answer(503)), []);
  t.equal(judged('').length, 1, 'but it is answered');
  t.end();
});
