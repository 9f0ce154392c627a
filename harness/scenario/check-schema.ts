import { z } from 'zod';
import { bestBranch } from './best-branch.ts';
import { explainIssue, explainKey } from './explain-issue.ts';
import type { Path } from './path.ts';

/** One deviation of a value from its schema. `at` says whether the key or the value of the path is meant. */
export interface Issue {
  readonly code: string;
  readonly path: Path;
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What a check found: the checked (and transformed) value, or every deviation. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** What the error map learnt while zod ran, and zod's final issues do not tell. */
interface Notes {
  readonly hints: Map<string, string | undefined>;
  readonly keys: Map<string, readonly string[]>;
}

/** Checks a value, and says all that is wrong in words of our own: a schema's own message goes first. */
export function checkSchema<Value>(schema: z.ZodType<Value>, value: unknown): Checked<Value> {
  const notes: Notes = { hints: new Map(), keys: new Map() };
  const result = schema.safeParse(value, { error: (raw) => takeNote(notes, raw) });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, issues: withoutMisspelt(result.error.issues.flatMap((issue) => toIssues(issue, [], notes))) };
}

/** A misspelt key is one problem: that the right one is missing goes without saying. */
function withoutMisspelt(issues: readonly Issue[]): Issue[] {
  const meant = new Set(issues.filter((issue) => issue.code === 'unknown-key').map((issue) => meantPath(issue)));
  return issues.filter((issue) => issue.code !== 'missing-key' || !meant.has(JSON.stringify(issue.path)));
}

function meantPath(issue: Issue): string {
  const word = /^did you mean "(.+)"\?$/.exec(issue.hint ?? '')?.[1];
  return JSON.stringify([...issue.path.slice(0, -1), word]);
}

function takeNote(notes: Notes, raw: z.core.$ZodRawIssue): string {
  const { message, hint } = explainIssue(raw);
  const path = raw.path ?? [];
  notes.hints.set(noteKey(raw.code, path, message), hint);
  if (raw.code === 'unrecognized_keys') {
    const key = noteKey(raw.code, path, raw.keys.join());
    notes.keys.set(key, [...new Set([...(notes.keys.get(key) ?? []), ...shapeKeys(raw.inst)])]);
  }
  return message;
}

function toIssues(issue: z.core.$ZodIssue, base: Path, notes: Notes): Issue[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') {
    const valid = notes.keys.get(noteKey(issue.code, issue.path, issue.keys.join())) ?? [];
    return issue.keys.map((key) => ({
      code: 'unknown-key',
      path: [...path, key],
      at: 'key',
      ...explainKey(key, valid),
    }));
  }
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({
      code: 'wrong-name',
      path,
      at: 'key',
      message: `"${path.at(-1)}" ${message}`,
    }));
  const note = noteKey(issue.code, issue.path, issue.message);
  const branch = issue.code === 'invalid_union' && notes.hints.has(note) ? bestBranch(issue.errors) : null;
  if (branch) return branch.flatMap((inner) => toIssues(inner, path, notes));
  const { message } = issue;
  return [{ code: codeOf(issue), path, at: 'value', message, hint: notes.hints.get(note) ?? hintOf(issue) }];
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return typeof issue.params?.code === 'string' ? issue.params.code : 'wrong-value';
  if (issue.message === 'is missing') return 'missing-key';
  if (issue.code === 'invalid_type') return 'wrong-type';
  return issue.code === 'too_small' || issue.code === 'too_big' ? 'out-of-range' : 'wrong-value';
}

function hintOf(issue: z.core.$ZodIssue): string | undefined {
  return issue.code === 'custom' && typeof issue.params?.hint === 'string' ? issue.params.hint : undefined;
}

/** Within a union zod's paths begin at the union, so that path alone would not do. */
function noteKey(code: string, path: readonly PropertyKey[], detail: string): string {
  return JSON.stringify([code, path.map(String), detail]);
}

function shapeKeys(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
