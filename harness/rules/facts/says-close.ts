import { fieldMembers } from '../../core/field-members.ts';
import type { Field } from '../../core/http.ts';

/** Whether a message says that its sender closes the connection behind it (RFC 9112 section 9.6). */
export function saysClose({ fields }: { readonly fields: readonly Field[] }): boolean {
  return fieldMembers(fields, 'Connection').includes('close');
}
