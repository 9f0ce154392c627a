import { z } from 'zod';
import { formatDuration } from '../core/duration.ts';
import { durationSchema } from '../core/duration-schema.ts';
import { defineExpectation } from '../core/expectation.ts';
import type { LoadSample } from '../core/load.ts';
import { statusText } from '../core/wanted-status.ts';

const schema = z.strictObject({ within: durationSchema });

/** Recovery counts as much as the error (OP-25): the first success is not enough where failures come after it. */
export default defineExpectation({
  key: 'recovered',
  named: false,
  summary: 'So long after the last change of the upstream at most, every request of the load is answered well again.',
  schema,
  examples: ['{ within: 1s }'],
  judge({ within }, { load, facts }) {
    if (!load) return [{ expected: 'a load that goes on while the upstream changes', actual: 'no load' }];
    const changes = facts.evidence.armings.filter(({ from }) => from > load.startedAt && from < load.endedAt);
    const changed = Math.max(0, ...changes.map(({ from }) => from - load.startedAt));
    const later = load.samples.filter(({ due }) => due > changed + within);
    const expected = `every request good from ${formatDuration(within)} after the last change on`;
    if (later.length === 0) return [{ expected, actual: 'no request was due so late: the load is too short' }];
    const bad = later.filter(isBad);
    const last = bad.at(-1);
    if (!last) return [];
    const when = `${formatDuration(last.due - changed)} after the change`;
    return [
      { expected, actual: `${bad.length} of ${later.length} were not, the last ${when}: ${tell(last)}`, timed: true },
    ];
  },
});

function isBad({ status, sound }: LoadSample): boolean {
  return status === null || status >= 500 || !sound;
}

function tell({ status, sound }: LoadSample): string {
  return sound || status === null ? statusText(status) : `${status}, not whole or malformed`;
}
