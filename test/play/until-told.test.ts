import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import type { Deployment } from '../../harness/core/runtime.ts';
import { untilTold } from '../../harness/play/until-told.ts';

const signature = { status: 502, time: 'at-once', log: '/refused/', page: null };
const gateway = { name: 'nginx', version: '1.22.1' };
const NEVER = new AbortController().signal;

function caseOf(part: 'reported' | 'fix'): Case {
  return { gateway, variant: { incident: { part, signatures: { nginx: signature }, what: null } } } as unknown as Case;
}

/** A log that has its line from the n-th look on. */
function logFrom(nth: number): { deployment: Deployment; looks: () => number } {
  let looks = 0;
  const log = async () => {
    looks += 1;
    return looks < nth ? ['started'] : ['started', 'connect() failed (111: Connection refused)'];
  };
  return { deployment: { log } as unknown as Deployment, looks: () => looks };
}

t.test('the line of a signature is waited for, and no longer', async (t) => {
  const { deployment, looks } = logFrom(3);
  await untilTold(caseOf('reported'), deployment, NEVER);
  t.equal(looks(), 3);
});

t.test('a line that never comes is given up', async (t) => {
  const { deployment, looks } = logFrom(Number.POSITIVE_INFINITY);
  await untilTold(caseOf('reported'), deployment, NEVER);
  t.ok(looks() > 3);
});

t.test('nothing is waited for where no line is due', async (t) => {
  const { deployment, looks } = logFrom(1);
  await untilTold(caseOf('fix'), deployment, NEVER);
  await untilTold({ gateway, variant: {} } as unknown as Case, deployment, NEVER);
  t.equal(looks(), 0);
});
