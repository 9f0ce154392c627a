import type { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';

/** What a person is told of one deviation from a schema. */
export interface Explanation {
  readonly message: string;
  readonly hint?: string | undefined;
}

type Raw = z.core.$ZodRawIssue;

/** The words of YAML users for zod's type names. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  undefined: 'nothing',
  null: 'nothing',
};

/** A sentence and a hint for an issue whose schema has no words of its own. Meant for zod's per-parse error map. */
export function explainIssue(issue: Raw): Explanation {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return { message: 'is missing' };
      return { message: `must be ${TYPES[issue.expected] ?? issue.expected}, not ${nameOf(issue.input)}` };
    case 'invalid_value':
      return explainValue(issue.input, issue.values.map(String));
    case 'too_small':
      return { message: explainLeast(String(issue.minimum), issue.origin) };
    case 'too_big':
      return { message: `must be at most ${issue.maximum}${unitOf(issue.origin)}` };
    case 'invalid_format':
      return { message: issue.format === 'url' ? 'must be a URL that starts with https://' : 'has the wrong form' };
    case 'invalid_union':
      return { message: explainUnion(issue.input, issue.errors) };
    default:
      return { message: 'is not valid here' };
  }
}

/** What is said of a key that nobody knows. */
export function explainKey(key: string, valid: readonly string[]): Explanation {
  return { message: `unknown key "${shorten(key)}"`, hint: didYouMean(key, valid, 'valid keys') };
}

/** What a value is, in the words of YAML users. */
export function nameOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? `the text "${shorten(value)}"` : String(value);
}

/** The text, cut to what fits into a sentence. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function explainValue(input: unknown, valid: readonly string[]): Explanation {
  if (input === undefined) return { message: 'is missing', hint: `valid: ${valid.join(', ')}` };
  const message = `must be ${valid.length === 1 ? '' : 'one of '}${valid.join(', ')}, not ${nameOf(input)}`;
  return typeof input === 'string' && valid.length > 1 ? { message, hint: didYouMean(input, valid) } : { message };
}

function explainLeast(minimum: string, origin: string): string {
  return minimum === '1' && unitOf(origin) !== ''
    ? 'must not be empty'
    : `must be at least ${minimum}${unitOf(origin)}`;
}

function unitOf(origin: string): string {
  return { string: ' characters', array: ' entries' }[origin] ?? '';
}

/** Joins the branches of a union of plain values: `must be a number or none, not the text "x"`. */
function explainUnion(input: unknown, branches: readonly (readonly z.core.$ZodIssue[])[]): string {
  if (input === undefined) return 'is missing';
  const wanted = branches.flatMap((branch) =>
    branch.map((issue) => /^must be (.+?)(?:, not .*)?$/s.exec(issue.message)?.[1]),
  );
  const known = [...new Set(wanted.filter((text) => text !== undefined))];
  return known.length > 0 ? `must be ${known.join(' or ')}, not ${nameOf(input)}` : 'has the wrong form';
}
