/**
 * One field of a field section, in hex: a literal without indexing, with a new name, not Huffman-coded (RFC 7541 section
 * 6.2.2). It neither needs nor changes a table. Characters are octets.
 */
export function hpackField(name: string, value: string): string {
  return `00${text(name)}${text(value)}`;
}

function text(value: string): string {
  const octets = Buffer.from(value, 'latin1');
  return hex(length(octets.length)) + octets.toString('hex');
}

/** Section 5.1, with a prefix of 7 bits. */
function length(value: number): number[] {
  if (value < 127) return [value];
  const octets = [127];
  let rest = value - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) octets.push((rest % 128) + 128);
  return [...octets, rest];
}

function hex(octets: readonly number[]): string {
  return Buffer.from(octets).toString('hex');
}
