import { type Field, membersOf, without } from './fields.ts';

/** Fields for one hop, removed even when Connection does not name them (RFC 9110 section 7.6.1); we drop trailers too. */
const HOP_BY_HOP = ['connection', 'proxy-connection', 'keep-alive', 'te', 'transfer-encoding', 'upgrade', 'trailer'];

/** The fields that go on to the next hop: without those for this hop, and those that Connection names. */
export function endToEnd(fields: readonly Field[]): Field[] {
  return without(fields, new Set([...HOP_BY_HOP, ...membersOf(fields, 'connection')]));
}

/** True when this side of the connection said that it will close (RFC 9112 section 9.6). */
export function saysClose(fields: readonly Field[]): boolean {
  return membersOf(fields, 'connection').includes('close');
}
