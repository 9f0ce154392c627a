import { z } from 'zod';

const pattern = z.string().refine(isRegex, 'must be a regular expression');
const value = z.union([z.string(), z.number(), z.strictObject({ matches: pattern })], {
  error: 'must be a text, present, absent, or { matches: REGEX }',
});

/** What a header field is to be: a text, `present`, `absent`, or a regular expression that it matches. */
export type WantedField = z.infer<typeof value>;

/** Fields as they are wanted in YAML: name -> what it is to be. */
export const wantedFieldsSchema = z.record(
  z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'must be a header name'),
  value,
);

/** Whether a field is as wanted; null where there is none. */
export function isWantedField(actual: string | null, wanted: WantedField): boolean {
  if (wanted === 'absent') return actual === null;
  if (actual === null) return false;
  if (wanted === 'present') return true;
  return typeof wanted === 'object' ? new RegExp(wanted.matches).test(actual) : actual === String(wanted);
}

/** What is wanted, for people. */
export function wantedFieldText(name: string, wanted: WantedField): string {
  if (wanted === 'absent') return `no ${name}`;
  if (wanted === 'present') return `some ${name}`;
  return typeof wanted === 'object' ? `${name} that matches ${wanted.matches}` : `${name}: ${wanted}`;
}

function isRegex(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}
