import { type Field, valuesOf, without } from './fields.ts';
import { LIMITS } from './limits.ts';

/** What this gateway calls itself (RFC 9110 section 7.6.3): no host, no version. */
export const PSEUDONYM = 'gatecrash-reference';
/** What stands in place of a host behind the gateway. */
const INNER = 'inner';

/** The fields with the hop that we are added to Via; `minor` is the minor version in which the message came. */
export function addVia(fields: readonly Field[], minor: number): Field[] {
  return [...fields, ['Via', `1.${minor} ${PSEUDONYM}`]];
}

/** A response's fields with the hosts behind the gateway taken out of Via (RFC 9110 section 7.6.3, SHOULD). */
export function hideInnerHosts(fields: readonly Field[]): Field[] {
  const hops = viaHops(fields).map(([protocol]) => `${protocol} ${INNER}`);
  const rest = without(fields, new Set(['via']));
  return hops.length === 0 ? rest : [...rest, ['Via', hops.join(', ')]];
}

/** True when the request has been here so often that it must be going in a circle (RFC 9110 section 7.6). */
export function isLoop(fields: readonly Field[]): boolean {
  return viaHops(fields).filter(([, host]) => host === PSEUDONYM).length >= LIMITS.hops;
}

/** Protocol and received-by of every hop, without comments. */
function viaHops(fields: readonly Field[]): [protocol: string, host: string][] {
  return valuesOf(fields, 'via')
    .flatMap((value) => value.replace(/\([^()]*\)/g, '').split(','))
    .map((member) => member.split(/[ \t]+/).filter((word) => word !== ''))
    .flatMap(([protocol, host]) => (protocol && host ? [[protocol, host] as [string, string]] : []));
}
