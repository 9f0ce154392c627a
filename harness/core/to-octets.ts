import type { Bytes } from './script.ts';

/** The octets that an author writes down as text (latin1, one octet a character), hex, or a repeated text. */
export function toOctets(bytes: Bytes): Buffer {
  if ('hex' in bytes) return Buffer.from(bytes.hex.replaceAll(/\s/g, ''), 'hex');
  if ('repeat' in bytes) return Buffer.alloc(bytes.repeat.length * bytes.times, bytes.repeat, 'latin1');
  return Buffer.from(bytes.text, 'latin1');
}
