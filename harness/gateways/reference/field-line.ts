import type { Source } from './byte-source.ts';
import { type Field, trimOws } from './fields.ts';
import { type Budget, LineError, readLine } from './read-line.ts';

/** A token (RFC 9110 section 5.6.2). */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Field content (RFC 9110 section 5.5) without control characters: CR, LF and NUL must not pass, the others need not. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Reads field lines up to the empty line. `spaceBeforeColon` says what becomes of white space there: refused in a
 * request, removed from a response (RFC 9112 section 5.1). Throws a LineError.
 */
export async function readFields(
  source: Source,
  budget: Budget,
  spaceBeforeColon: 'refuse' | 'remove',
): Promise<Field[]> {
  const fields: Field[] = [];
  for (;;) {
    const line = await readLine(source, budget);
    if (line === '') return fields;
    fields.push(parseFieldLine(line, spaceBeforeColon));
  }
}

/** One field line. A line that begins with white space is obs-fold or worse, and is refused (RFC 9112 section 5.2). */
export function parseFieldLine(line: string, spaceBeforeColon: 'refuse' | 'remove'): Field {
  const colon = line.indexOf(':');
  if (colon === -1) throw new LineError('malformed', 'a field line has no colon');
  if (line.startsWith(' ') || line.startsWith('\t')) throw new LineError('malformed', 'a field line is folded');
  const name = spaceBeforeColon === 'remove' ? trimOws(line.slice(0, colon)) : line.slice(0, colon);
  const value = trimOws(line.slice(colon + 1));
  if (!TOKEN.test(name)) throw new LineError('malformed', 'a field name is not a token');
  if (!VALUE.test(value)) throw new LineError('malformed', 'a field value has a control character');
  return [name, value];
}
