import t from 'tap';
import type { GatewayEvidence } from '../../harness/core/evidence.ts';
import process from '../../harness/rules/process.ts';
import { factsWith } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const judge = (gateway: Partial<GatewayEvidence>) => judgeRule(process, 'OP-47', factsWith({ gateway }));
const exit = (code: number | null, signal: string | null, asked = true) => ({ exit: { code, signal, asked } });

t.test('the same processes, new ones, and an orderly end are right', (t) => {
  t.strictSame(judge({}), []);
  t.strictSame(judge({ pidsAfter: [7, 8, 9] }), []);
  for (const end of [exit(0, null), exit(143, null), exit(null, 'SIGTERM'), exit(null, 'SIGQUIT')])
    t.strictSame(judge(end), [], JSON.stringify(end));
  t.end();
});

t.test('a process that vanished is a finding', (t) => {
  t.match(judge({ pidsAfter: [7, 9] }), [{ actual: '1 of its 2 processes gone' }]);
  t.end();
});

t.test('an end that nobody asked for is one finding, however many processes went', (t) => {
  const actuals = (gateway: Partial<GatewayEvidence>) => judge(gateway).map(({ actual }) => actual);
  t.strictSame(actuals({ pidsAfter: [], ...exit(null, 'SIGSEGV', false) }), ['it ended by itself, by SIGSEGV']);
  t.strictSame(actuals({ pidsAfter: [], ...exit(0, null, false) }), ['it ended by itself, with code 0']);
  t.end();
});

t.test('a disorderly end is a finding', (t) => {
  for (const end of [exit(1, null), exit(134, null), exit(null, 'SIGABRT'), exit(null, 'SIGKILL')])
    t.equal(judge(end).length, 1, JSON.stringify(end));
  t.end();
});
