import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import type { Evidence } from '../../harness/core/evidence.ts';
import type { Step } from '../../harness/core/scenario.ts';
import { run } from '../../harness/run.ts';
import { caseWith, requestStep } from '../support/evidence.ts';

const LOAD = { ...requestStep(0), kind: 'load' } as unknown as Step;

t.test('a load begins when all other cases are over, and no more than two go on at once', async (t) => {
  const cases: Case[] = ['a', 'load', 'b', 'load-2', 'c', 'load-3', 'load-4'].map((name) =>
    caseWith({ scenario: name, steps: [name.startsWith('load') ? LOAD : requestStep(0)] }),
  );
  const begun: string[] = [];
  let underWay = 0;
  const beside = new Map<string, number>();
  await run({
    cases,
    runtime: {
      play: async ({ scenario }) => {
        begun.push(scenario.id);
        underWay += 1;
        beside.set(scenario.id, underWay);
        await new Promise((resume) => setImmediate(resume));
        underWay -= 1;
        return {} as Evidence;
      },
    },
    judge: () => ({ result: 'pass', findings: [] }),
    vanished: () => [],
    emit: () => {},
    rerun: () => '',
    jobs: 4,
    retries: 0,
    replayAlone: false,
    maxFailures: Number.POSITIVE_INFINITY,
    strict: false,
    failOnFlaky: false,
    argv: [],
    signal: new AbortController().signal,
  });
  const loads = ['load', 'load-2', 'load-3', 'load-4'];
  t.same(begun.slice(3), loads);
  t.equal(Math.max(...loads.map((load) => beside.get(load) ?? 0)), 2);
  t.ok((beside.get('c') ?? 0) > 2, 'others go on side by side');
});
