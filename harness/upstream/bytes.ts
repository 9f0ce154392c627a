import type { Bytes } from '../core/script.ts';

/** The octets that a script writes down as text (latin1, one octet a character), hex, or a repeated text. */
export function toOctets(bytes: Bytes): Buffer {
  if ('hex' in bytes) return Buffer.from(bytes.hex.replaceAll(/\s/g, ''), 'hex');
  if ('repeat' in bytes) return Buffer.from(bytes.repeat.repeat(bytes.times), 'latin1');
  return Buffer.from(bytes.text, 'latin1');
}
