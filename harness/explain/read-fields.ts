import { fieldValues } from '../core/http.ts';
import type { Answer } from './answer.ts';
import type { FieldReader } from './field-reader.ts';

/** A field of an answer, and what it says. */
export interface ReadField {
  readonly name: string;
  readonly value: string;
  readonly says: readonly string[];
}

/** Values are shown to this length. */
const SHOWN = 400;

/** What the fields of an answer say that somebody can read. */
export function readFields(answer: Answer, readers: readonly FieldReader[], now: number): ReadField[] {
  return readers.flatMap(({ name, read }) => {
    const values = fieldValues(answer.fields, name);
    if (values.length === 0) return [];
    const value = values.join(', ');
    return [{ name, value: value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value, says: read(values, now) }];
  });
}
