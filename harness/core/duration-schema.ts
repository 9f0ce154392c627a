import { z } from 'zod';
import { parseDuration } from './duration.ts';

const SHAPE = /^\s*\d+(?:\.\d+)?(?:ms|s|m)\s*$/;
/** Milliseconds; beyond 2^31 a timer of Node fires at once, and no test should wait for an hour. */
const LONGEST = 3_600_000;

/** A duration as it is written in YAML, `250ms`, `1.5s` or `2m`, to milliseconds: at most an hour. */
export const durationSchema: z.ZodType<number, string> = z
  .string({ error: ({ input }) => (input === undefined ? undefined : explain(input)) })
  .regex(SHAPE, { error: ({ input }) => explain(input) })
  .transform((text) => parseDuration(text) ?? 0)
  .refine((ms) => ms <= LONGEST, { error: 'a duration is at most 60m' })
  .meta({ id: 'duration', description: 'With its unit: 250ms, 1.5s or 2m.' });

function explain(input: unknown): string {
  const text = String(input).trim();
  if (/^-/.test(text)) return `a duration cannot be negative: ${text}`;
  if (/^[\d.]+$/.test(text)) return `a duration needs a unit: ${text}ms, ${text}s or ${text}m`;
  const unit = /^\d+(?:\.\d+)?\s*([a-zµ]+)$/i.exec(text)?.[1];
  if (unit) return `unknown unit "${unit}": a duration ends in ms, s or m, right behind the number`;
  return 'must be a duration such as 250ms, 1.5s or 2m';
}
