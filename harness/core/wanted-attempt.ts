import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Attempt } from './facts.ts';
import { fieldValues } from './http.ts';
import { isWantedField, wantedFieldsSchema, wantedFieldText } from './wanted-field.ts';

const HASH_HELP = 'must be 64 lower-case hexadecimal digits';
const body = z.union(
  [
    z.enum(['none', 'any']),
    z.strictObject({ equals: z.string() }),
    z.strictObject({
      bytes: z.int().min(0),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, HASH_HELP)
        .optional(),
    }),
    z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/, HASH_HELP) }),
  ],
  { error: 'must be none, any, { equals: TEXT }, { bytes: N }, or { sha256: HASH }' },
);
const one = z
  .strictObject({
    method: z.string().min(1).optional(),
    target: z.string().min(1).optional(),
    connection: z.int().min(1).optional(),
    nth: z.int().min(1).optional(),
    headers: wantedFieldsSchema.optional(),
    body: body.optional(),
  })
  .refine((given) => Object.keys(given).length > 0, 'must have method, target, connection, nth, headers or body');

/** What attempts are to carry, in YAML: one map for each of them, or a list that tells them one by one. */
export const wantedAttemptsSchema = z.union([one, z.array(one).min(1)], {
  error: 'must be a map with method, target, connection, nth, headers or body, or a list of such maps',
});

type WantedAttempt = z.infer<typeof one>;

/** In what an attempt differs from what it was to be: what was wanted, and what it was. */
export interface Difference {
  readonly wanted: string;
  readonly actual: string;
}

/** Everything in which an attempt is not as wanted. */
export function differencesOf(attempt: Attempt, wanted: WantedAttempt): Difference[] {
  const plain = (['method', 'target', 'connection', 'nth'] as const).flatMap((key) => {
    const value = wanted[key];
    return value === undefined || value === attempt[key]
      ? []
      : [{ wanted: `${key} ${value}`, actual: `${key} ${attempt[key]}` }];
  });
  const fields = Object.entries(wanted.headers ?? {}).flatMap(([name, field]) => {
    const values = fieldValues(attempt.fields, name);
    const actual = values.length > 0 ? values.join(', ') : null;
    if (isWantedField(actual, field)) return [];
    return [{ wanted: wantedFieldText(name, field), actual: actual === null ? `no ${name}` : `${name}: ${actual}` }];
  });
  const content = wanted.body === undefined ? [] : bodyDifferences(attempt.body, wanted.body);
  return [...plain, ...fields, ...content];
}

function bodyDifferences(actual: Attempt['body'], wanted: NonNullable<WantedAttempt['body']>): Difference[] {
  if (wanted === 'any') return actual ? [] : [{ wanted: 'a whole body', actual: 'a body that never came whole' }];
  const { bytes, sha256 } = contentOf(wanted);
  const alike = actual && (bytes ?? actual.bytes) === actual.bytes && (sha256 ?? actual.hash) === actual.hash;
  if (alike) return [];
  const what = [bytes === undefined ? 'a body' : `${bytes} bytes of body`, sha256 ? `with SHA-256 ${sha256}` : ''];
  const came = actual ? `${actual.bytes} bytes of body with SHA-256 ${actual.hash}` : 'a body that never came whole';
  return [{ wanted: what.join(' ').trim(), actual: came }];
}

function contentOf(wanted: Exclude<NonNullable<WantedAttempt['body']>, 'any'>): {
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
} {
  if (wanted === 'none') return { bytes: 0 };
  if (!('equals' in wanted)) return wanted;
  const content = Buffer.from(wanted.equals);
  return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}
