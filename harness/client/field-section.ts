import type { Field } from '../core/http.ts';
import type { Complain } from './line.ts';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Field lines of a head or a trailer section (RFC 9112 section 5), read one after another. */
export class FieldSection {
  readonly #fields: [name: string, values: string[]][] = [];
  /** Where a folded line belongs to: null before the first line, and after a line that was dropped. */
  #last: string[] | null = null;
  #lines = 0;

  /** Reads one line without its end. A line that is no field is reported and dropped. */
  add(line: string, complain: Complain): void {
    const first = this.#lines++ === 0;
    if (/^[ \t]/.test(line)) {
      complain(first ? 'space-before-first-field' : 'obs-fold', 0);
      // RFC 9112 section 5.2: a fold stands for one or more spaces.
      this.#last?.push(trimSpace(line));
      return;
    }
    const field = parseFieldLine(line, complain);
    this.#last = field ? [field[1]] : null;
    if (field && this.#last) this.#fields.push([field[0], this.#last]);
  }

  /** The fields so far, in order. */
  fields(): Field[] {
    return this.#fields.map(([name, values]) => [name, values.join(' ')]);
  }
}

function parseFieldLine(line: string, complain: Complain): Field | null {
  const colon = line.indexOf(':');
  if (colon === -1) {
    complain('missing-colon', 0);
    return null;
  }
  const name = trimSpace(line.slice(0, colon));
  if (name.length < colon) complain('space-before-colon', name.length);
  if (name === '') {
    complain('empty-field-name', 0);
    return null;
  }
  if (!TOKEN.test(name)) complain('bad-field-name', 0);
  return [name, trimSpace(line.slice(colon + 1))];
}

/** Optional white space of RFC 9110 is SP and HTAB alone, which is less than what String.trim takes away. */
function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(octet: number): boolean {
  return octet === 0x20 || octet === 0x09;
}
