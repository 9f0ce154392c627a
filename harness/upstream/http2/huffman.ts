/**
 * Lengths in bits of the Huffman codes of the octets 0 to 255, then of EOS (RFC 7541 appendix B). The code is canonical, so
 * the lengths say all: codes of one length follow each other in the order of the octets, and longer ones follow shorter.
 */
const LENGTHS = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6,
  5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23,
  22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22,
  23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26,
  20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27,
  27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27,
  27, 27, 27, 26, 30,
];
const EOS = 256;
/** More bits than that at the end are no padding (RFC 7541 section 5.2). */
const MOST_PADDING = 7;

/** Code as `length:value` -> octet. */
const CODES: ReadonlyMap<string, number> = new Map(canonical());

/** The text of a Huffman-coded string literal, an octet a character. Throws a RangeError where it is not one. */
export function huffmanText(coded: Buffer): string {
  const octets: number[] = [];
  let length = 0;
  let code = 0;
  for (let bit = 0; bit < coded.length * 8; bit += 1) {
    code = code * 2 + (((coded[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    length += 1;
    const octet = CODES.get(`${length}:${code}`);
    if (octet === EOS) throw new RangeError('EOS in a Huffman-coded string');
    if (octet === undefined) continue;
    octets.push(octet);
    length = 0;
    code = 0;
  }
  if (length > MOST_PADDING || code !== 2 ** length - 1)
    throw new RangeError('a Huffman-coded string is padded wrongly');
  return Buffer.from(octets).toString('latin1');
}

function* canonical(): Generator<[string, number]> {
  let code = 0;
  let length = 0;
  const inOrder = LENGTHS.map((bits, octet) => ({ bits, octet })).sort((a, b) => a.bits - b.bits || a.octet - b.octet);
  for (const { bits, octet } of inOrder) {
    code *= 2 ** (bits - length);
    length = bits;
    yield [`${bits}:${code}`, octet];
    code += 1;
  }
}
