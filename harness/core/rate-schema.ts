import { z } from 'zod';
import { parseSize } from './size.ts';

const SHAPE = /^\s*(\d+(?:B|KB|KiB|MB|MiB))\/s\s*$/;
/** Bytes a second: below, a single packet takes longer than gateways wait; above, a test's body is through at once. */
const SLOWEST = 512;
const FASTEST = 16 * 1024 * 1024;

/** A rate as it is written in YAML, `8KiB/s`, to bytes per second. */
export const rateSchema: z.ZodType<number, string> = z
  .string({ error: ({ input }) => (input === undefined ? undefined : explain(input)) })
  .regex(SHAPE, { error: ({ input }) => explain(input) })
  .transform((text) => parseSize(SHAPE.exec(text)?.[1] ?? '') ?? 0)
  .refine((rate) => rate >= SLOWEST && rate <= FASTEST, { error: 'a rate is from 512B/s to 16MiB/s' })
  .meta({ description: 'A size for each second: 512B/s, 8KiB/s or 1MB/s.' });

function explain(input: unknown): string {
  const text = String(input).trim();
  if (/^\d+(?:B|KB|KiB|MB|MiB)$/.test(text)) return `a rate says for how long: ${text}/s`;
  return 'must be a rate such as 512B/s, 8KiB/s or 1MB/s';
}
