import type { Field } from '../../core/http.ts';

/** The field in a line as it stood on the wire, white space round name and value removed; none where it is no field line. */
export function fieldOfLine(line: string): Field[] {
  const [, name, value] = /^([^\s:]+)[ \t]*:[ \t]*([\s\S]*?)[ \t]*$/.exec(line) ?? [];
  return name === undefined || value === undefined ? [] : [[name, value]];
}
