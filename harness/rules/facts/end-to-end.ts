import { fieldMembers } from '../../core/field-members.ts';
import type { Field } from '../../core/http.ts';

/** Fields for one hop by definition (RFC 9110 section 7.6.1; Trailer: section 6.6.2). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'];

/** The fields of a message that are meant for more than one hop: not those for a hop by definition or by Connection. */
export function endToEnd(fields: readonly Field[]): Field[] {
  const dropped = new Set([...HOP_BY_HOP, ...fieldMembers(fields, 'Connection')]);
  return fields.filter(([name]) => !dropped.has(name.toLowerCase()));
}
