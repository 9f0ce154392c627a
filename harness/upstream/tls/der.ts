/** A value in ASN.1's distinguished encoding (ITU-T X.690), as far as certificates need it. */
export const DER = {
  sequence: (...parts: readonly Buffer[]) => value(0x30, ...parts),
  set: (...parts: readonly Buffer[]) => value(0x31, ...parts),
  boolean: (truth: boolean) => value(0x01, Buffer.from([truth ? 0xff : 0])),
  /** A number that is not negative, from its octets. */
  integer: (octets: Buffer) => value(0x02, (octets[0] ?? 0) >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0), octets),
  /** `unused` bits at the end do not count. */
  bits: (octets: Buffer, unused = 0) => value(0x03, Buffer.from([unused]), octets),
  octets: (octets: Buffer) => value(0x04, octets),
  null: () => value(0x05),
  oid,
  text: (text: string) => value(0x0c, Buffer.from(text)),
  time,
  /** A tag of the context: constructed, around these parts. */
  tagged: (tag: number, ...parts: readonly Buffer[]) => value(0xa0 | tag, ...parts),
  /** A tag of the context in place of the value's own: primitive. */
  implicit: (tag: number, octets: Buffer) => value(0x80 | tag, octets),
} as const;

function value(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

/** One octet below 128; else how many octets follow, and these. */
function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  const octets = Buffer.from(size.toString(16).padStart(size > 0xffff ? 6 : size > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | octets.length]), octets]);
}

/** `1.2.840.10045.2.1`: the first two arcs share an octet, the others have seven bits an octet, the highest first. */
function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(arc)]));
}

function arc(number: number): number[] {
  const octets = [number & 0x7f];
  for (let left = number >>> 7; left > 0; left >>>= 7) octets.unshift((left & 0x7f) | 0x80);
  return octets;
}

/** UTCTime up to 2049, as RFC 5280 section 4.1.2.5 wants it, in whole seconds. */
function time(date: Date): Buffer {
  if (date.getUTCFullYear() > 2049) throw new RangeError(`${date.toISOString()} is beyond what UTCTime can say`);
  return value(
    0x17,
    Buffer.from(
      `${date
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2)}`,
    ),
  );
}
