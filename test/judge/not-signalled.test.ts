import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import { notSignalled } from '../../harness/judge/not-signalled.ts';
import { factsWith, seen } from '../support/evidence.ts';

const waiting = seen(1000, {
  kind: 'waiting',
  connection: 2,
  what: 'signal',
  signal: 'go',
  id: null,
} as Observation);
const step = (note: string) =>
  seen(3000, { kind: 'step', connection: 2, index: 1, step: 'await', last: false, note } as Observation);

t.test('who awaited a signal in vain is named, with the signal', (t) => {
  t.strictSame(notSignalled(factsWith({ observations: [waiting, step('nobody signalled')] })), [
    'connection 2 to upstream app awaited the signal "go", and nobody gave it within 2 s',
  ]);
  t.strictSame(notSignalled(factsWith({ observations: [waiting, step('signalled')] })), []);
  const facts = factsWith({});
  const awaits = [
    { step: 'steps.1', what: 'the signal "go"', met: false, ms: 5000 },
    { step: 'steps.2', what: 'the signal "no"', met: true, ms: 10 },
  ];
  t.strictSame(notSignalled({ ...facts, evidence: { ...facts.evidence, awaits } }), [
    'steps.1 awaited the signal "go", and it did not come within 5 s',
  ]);
  t.end();
});
