/** One field line: the name as it stood on the wire, the value without the white space round it. */
export type Field = readonly [name: string, value: string];

/** The values of a field, matched without regard to case (RFC 9110 section 5.1). */
export function valuesOf(fields: readonly Field[], name: string): string[] {
  return fields.filter(([candidate]) => candidate.toLowerCase() === name).map(([, value]) => value);
}

/** The members of a list field whose members are tokens, in lower case (RFC 9110 section 5.6.1). */
export function membersOf(fields: readonly Field[], name: string): string[] {
  return valuesOf(fields, name)
    .flatMap((value) => value.split(','))
    .map((member) => trimOws(member).toLowerCase())
    .filter((member) => member !== '');
}

/** The fields whose names, in lower case, are not among `names`. */
export function without(fields: readonly Field[], names: ReadonlySet<string>): Field[] {
  return fields.filter(([name]) => !names.has(name.toLowerCase()));
}

/** A message head as octets: the start line, the fields, the empty line. */
export function serializeHead(startLine: string, fields: readonly Field[]): Buffer {
  const lines = [startLine, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** Without SP and HTAB at both ends (RFC 9110 section 5.6.3); String.trim would also take the octet A0. */
export function trimOws(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isOws(text[start])) start++;
  while (end > start && isOws(text[end - 1])) end--;
  return text.slice(start, end);
}

function isOws(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
