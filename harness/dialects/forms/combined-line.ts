import type { ReadLine } from '../../core/dialect.ts';
import { commonLog } from './common-log.ts';

/** The referer and the user agent, or nothing. */
const REST = /^(?: "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*")?$/;

/** Reads a line in the common or the combined form and no longer, which many gateways write; null for any other. */
export function combinedLine(line: string): ReadLine | null {
  const read = commonLog(line);
  if (!read || read.between !== null || !/^\S+ \S+ \S/.test(read.before) || !REST.test(read.rest)) return null;
  const { kind, at, method, target, status, bytes } = read;
  return {
    kind,
    at: at ?? null,
    method: method ?? null,
    target: target ?? null,
    status: status ?? null,
    bytes: bytes ?? null,
  };
}
