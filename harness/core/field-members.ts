import { type Field, fieldValues } from './http.ts';

/** The members of a list field whose members are tokens, in lower case (RFC 9110 section 5.6.1). */
export function fieldMembers(fields: readonly Field[], name: string): string[] {
  return fieldValues(fields, name)
    .flatMap((value) => value.split(','))
    .map((member) => member.trim().toLowerCase())
    .filter((member) => member !== '');
}
