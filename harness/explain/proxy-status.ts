import { structuredList } from '../core/structured-list.ts';
import { type ErrorType, isErrorType } from './error-type.ts';

/** A member of Proxy-Status: one intermediary, the one nearest to the origin first (RFC 9209 section 2). */
export interface ProxyStatusMember {
  /** How it calls itself. */
  readonly by: string;
  /** As it stands there; null where it names none. */
  readonly error: string | null;
  /** That error, where it is one of the RFC's. */
  readonly type: ErrorType | null;
  /** All other parameters, strings without their quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** More than any gateway writes; what is longer is not read. */
const LONGEST = 8192;

/** The members of the field's lines; null for what is no list of Strings and Tokens, which is to be ignored whole (RFC 9651). */
export function proxyStatus(values: readonly string[]): ProxyStatusMember[] | null {
  const text = values.join(', ');
  const list = text.length > LONGEST ? null : structuredList(text);
  if (!list?.every(({ kind }) => kind !== 'other')) return null;
  return list.map(({ value, parameters }) => {
    const plain = new Map([...parameters].map(([name, given]) => [name, unquoted(given)]));
    const error = plain.get('error') ?? null;
    plain.delete('error');
    return { by: value, error, type: error !== null && isErrorType(error) ? error : null, parameters: plain };
  });
}

function unquoted(given: string): string {
  return given.startsWith('"') ? given.slice(1, -1).replaceAll(/\\(.)/g, '$1') : given;
}
