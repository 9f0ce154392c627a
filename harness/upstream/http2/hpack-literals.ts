import type { Field } from '../../core/http.ts';

/**
 * A field section in which each field stands as it is: a literal without indexing, with a new name, not Huffman-coded (RFC
 * 7541 section 6.2.2). It neither needs nor changes a table. Characters are octets.
 */
export function hpackLiterals(fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0x00]), text(name), text(value)]));
}

function text(value: string): Buffer {
  const octets = Buffer.from(value, 'latin1');
  return Buffer.concat([length(octets.length), octets]);
}

/** Section 5.1, with a prefix of 7 bits. */
function length(value: number): Buffer {
  if (value < 127) return Buffer.from([value]);
  const octets = [127];
  let rest = value - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) octets.push((rest % 128) + 128);
  return Buffer.from([...octets, rest]);
}
