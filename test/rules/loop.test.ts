import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import loop from '../../harness/rules/loop.ts';
import { answer, exchange, factsWith, seen } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** What the rule says when so many connections were led back to the gateway, the last with a note. */
function judge(rounds: number, raw: string, note?: string) {
  const observations = Array.from({ length: rounds }, (_, index) =>
    seen(1001 + index, {
      kind: 'step',
      connection: index + 1,
      index: 0,
      step: 'splice',
      last: true,
      note: index === rounds - 1 ? note : undefined,
    } as Observation),
  );
  const exchanges = [exchange({ raw, ms: 200 })];
  return judgeRule(loop, 'R-9110-7.6-2', factsWith({ exchanges, observations }));
}

t.test('a gateway ends the loop itself, and with an error', (t) => {
  for (const status of [400, 431, 502, 508]) t.strictSame(judge(8, answer(status)), [], `${status}`);
  t.match(judge(33, answer(502), 'bound reached'), [{ actual: 'still going round after 32 rounds' }]);
  t.match(judge(8, answer(200)), [{ expected: 'an error', actual: '200 complete, connection kept' }]);
  t.equal(judge(8, '').length, 1, 'nor is silence one');
  t.strictSame(judge(0, answer(200)), [], 'where nothing went round there is no loop');
  t.end();
});
