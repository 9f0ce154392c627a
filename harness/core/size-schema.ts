import { z } from 'zod';
import { parseSize } from './size.ts';

const SHAPE = /^\s*\d+(?:B|KB|KiB|MB|MiB)\s*$/;
/** Bytes; a message is held in memory by the upstream and by the client. */
const LARGEST = 64 * 1024 * 1024;

/** A size as it is written in YAML, `512B`, `4KiB` or `1MB`, to bytes: at most 64 MiB. */
export const sizeSchema: z.ZodType<number, string> = z
  .string({ error: ({ input }) => (input === undefined ? undefined : explain(input)) })
  .regex(SHAPE, { error: ({ input }) => explain(input) })
  .transform((text) => parseSize(text) ?? 0)
  .refine((bytes) => bytes <= LARGEST, { error: 'a size is at most 64MiB' })
  .meta({ id: 'size', description: 'With its unit: 512B, 4KiB or 1MB.' });

function explain(input: unknown): string {
  const text = String(input).trim();
  if (/^-/.test(text)) return `a size cannot be negative: ${text}`;
  if (/^\d+$/.test(text)) return `a size needs a unit: ${text}B, ${text}KiB or ${text}MiB`;
  const unit = /^\d+(?:\.\d+)?\s*([a-z]+)$/i.exec(text)?.[1];
  if (unit) return `a size is a whole number with B, KB, KiB, MB or MiB right behind it, such as 512B or 4KiB`;
  return 'must be a size such as 512B, 4KiB or 1MB';
}
