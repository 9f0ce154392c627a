import { z } from 'zod';
import { formatDuration, parseDuration } from '../core/duration.ts';
import { defineExpectation } from '../core/expectation.ts';
import { quantile } from '../core/samples.ts';

const HELP = 'must be a bound such as < 250ms, < twin + 250ms or < 3x twin';
const SHAPE = /^<\s*(?:(?:(\d+(?:\.\d+)?)x\s*)?(twin)\s*(?:\+\s*(\S+))?|(\S+))$/;

const schema = z.string(HELP).refine((text) => boundOf(text.trim()) !== undefined, HELP);

interface Bound {
  /** How often the twin's own p99 goes into it. */
  readonly factor: number;
  /** In milliseconds. */
  readonly extra: number;
}

/** The 99th percentile by nearest rank: with fewer than 100 requests it is the slowest. */
export default defineExpectation({
  key: 'p99',
  named: false,
  summary: 'A bound on the 99th percentile of the answer times, absolute or by that of the healthy twin.',
  schema,
  examples: ['< 250ms', '< twin + 250ms', '< 3x twin', '< 1.5x twin + 50ms'],
  judge(expected, { samples, twinSamples }) {
    const bound = boundOf(expected.trim());
    if (!bound || samples.length === 0) return [];
    const twin = quantile(twinSamples, 0.99);
    const limit = bound.factor * twin + bound.extra;
    const slowest = quantile(samples, 0.99);
    if (slowest < limit) return [];
    const how = bound.factor > 0 ? ` (${formatDuration(limit)}; the twin's p99 is ${formatDuration(twin)})` : '';
    const actual = `${formatDuration(slowest)} over ${samples.length} requests`;
    return [{ expected: `p99 ${expected.trim()}${how}`, actual, timed: true }];
  },
});

function boundOf(text: string): Bound | undefined {
  const [, factor = '1', twin, more, alone] = SHAPE.exec(text) ?? [];
  if (twin) {
    const extra = more === undefined ? 0 : parseDuration(more);
    return extra === undefined ? undefined : { factor: Number(factor), extra };
  }
  const extra = parseDuration(alone ?? '');
  return extra === undefined ? undefined : { factor: 0, extra };
}
