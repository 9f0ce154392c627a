import { z } from 'zod';
import type { Bytes } from '../core/script.ts';
import { sizeSchema } from '../core/size-schema.ts';

/** Octets; what is sent is held in memory. */
const LARGEST = 64 * 1024 * 1024;

const latin1 = z.string({ error: 'must be text; put quotes round it' }).regex(/^[\0-\xff]*$/, {
  error: 'holds a character beyond U+00FF; raw text is sent as latin1, anything else goes as hex',
});
const hex = z
  .string({ error: 'must be text of hex digits; put quotes round it' })
  .regex(/^\s*(?:[0-9A-Fa-f]{2}\s*)+$/, { error: 'must be hex digits in pairs, such as "0d 0a"' })
  .transform((text) => text.replace(/\s+/g, ''));

/** The keys of raw bytes; just one of `text`, `hex` and `repeat` stands, the latter with `times` (8MiB of one octet is 8MiB). */
export const bytesShape = {
  text: latin1.optional(),
  hex: hex.optional(),
  repeat: latin1.min(1).optional(),
  times: z
    .union([z.int().min(1), sizeSchema], { error: 'must be a whole number from 1 on, or a size such as 8MiB' })
    .optional(),
};

interface Given {
  readonly text?: string | undefined;
  readonly hex?: string | undefined;
  readonly repeat?: string | undefined;
  readonly times?: number | undefined;
}

/** Says what is wrong with the keys of raw bytes as a whole; undefined where nothing is. */
export function bytesFault({ text, hex: digits, repeat, times }: Given): string | undefined {
  const kinds = [text, digits, repeat].filter((kind) => kind !== undefined).length;
  if (kinds !== 1) return 'needs just one of text, hex and repeat';
  if ((repeat === undefined) !== (times === undefined)) return 'repeat and times go together';
  return (repeat?.length ?? 0) * (times ?? 0) > LARGEST ? 'more than 64 MiB are not sent' : undefined;
}

/** The bytes that checked keys stand for. */
export function toBytes({ text, hex: digits, repeat, times }: Given): Bytes {
  if (digits !== undefined) return { hex: digits };
  return repeat === undefined ? { text: text ?? '' } : { repeat, times: times ?? 1 };
}

/** Raw bytes as a map with `text`, `hex`, or `repeat` and `times`. */
export const bytesMapSchema = z
  .strictObject(bytesShape)
  .superRefine((given, context) => {
    const message = bytesFault(given);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .transform(toBytes);

/** Raw bytes as they are written in YAML: a text, or a map. */
export const bytesSchema: z.ZodType<Bytes> = z.union([latin1.transform((text): Bytes => ({ text })), bytesMapSchema]);
