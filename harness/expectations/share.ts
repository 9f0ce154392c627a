import { z } from 'zod';
import { defineExpectation } from '../core/expectation.ts';
import { hasStatus } from '../core/wanted-status.ts';

const HELP = 'must be a share such as ">= 95%" or "< 5%"; put quotes round it';
const SHAPE = /^(>=|<=|>|<)\s*(\d+(?:\.\d+)?)%$/;
const bound = z.string(HELP).regex(SHAPE, HELP);
const status = z
  .string()
  .regex(/^([1-9]\d\d|[1-5]xx|none)$/, 'must be a status such as 502, a class such as 5xx, or none');
const schema = z
  .record(status, bound, { error: 'must be a map of statuses and their shares' })
  .refine((shares) => Object.keys(shares).length > 0, 'must have a status');

const HOLDS: Readonly<Record<string, (share: number, limit: number) => boolean>> = {
  '>=': (share, limit) => share >= limit,
  '<=': (share, limit) => share <= limit,
  '>': (share, limit) => share > limit,
  '<': (share, limit) => share < limit,
};

/** The distribution of statuses over many requests. */
export default defineExpectation({
  key: 'share',
  named: false,
  summary: 'How large a share of many requests has a status, or a class of them.',
  schema,
  examples: ['{ 200: ">= 95%" }', '{ 5xx: "< 5%", none: "<= 0%" }'],
  judge(expected, { samples }) {
    if (samples.length === 0) return [];
    return Object.entries(expected).flatMap(([wanted, text]) => {
      const [, sign = '', number = ''] = SHAPE.exec(text.trim()) ?? [];
      const count = samples.filter((sample) => hasStatus(sample.status, wanted)).length;
      const share = (100 * count) / samples.length;
      if (HOLDS[sign]?.(share, Number(number))) return [];
      return [
        {
          expected: `${wanted} in ${text} of the requests`,
          actual: `${share.toFixed(1)}% (${count} of ${samples.length})`,
        },
      ];
    });
  },
});
