import { encode, type Packet } from 'dns-packet';
import type { Malformation } from '../core/name-script.ts';

/** Up to here go the id, the flags and half of a count, of a header of twelve octets (RFC 1035 section 4.1.1). */
const SHORT = 7;
/** Where the number of answers stands in a header. */
const ANSWER_COUNT = 6;
/** The two highest bits of a name's first octet say that the rest is an offset (RFC 1035 section 4.1.4). */
const POINTER = 0xc000;
/** Type A, class IN, TTL 0. */
const A_RECORD = [0, 1, 0, 1, 0, 0, 0, 0];

/** An answer with one address record that is broken; `base` is the answer without any record. */
export function malformed(base: Packet, address: string, how: Malformation): Buffer {
  const octets = encode(base);
  if (how === 'short') return octets.subarray(0, SHORT);
  octets.writeUInt16BE(1, ANSWER_COUNT);
  const loop = how === 'compression-loop';
  const owner = Buffer.alloc(2);
  // The question's name begins right behind the header, at 12.
  owner.writeUInt16BE(POINTER | (loop ? octets.length : 12));
  const length = loop ? [0, 4] : [0xff, 0xff];
  return Buffer.concat([octets, owner, Buffer.from([...A_RECORD, ...length, ...address.split('.').map(Number)])]);
}
