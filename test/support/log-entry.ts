import { type LogEntry, SAYS_NOTHING } from '../../harness/core/log-entry.ts';

/** An entry of nginx's error log, unless told otherwise. */
export function logEntry(given: Partial<LogEntry>): LogEntry {
  return {
    dialect: 'nginx-error',
    gateway: 'nginx',
    kind: 'error',
    line: 1,
    text: '',
    ...SAYS_NOTHING,
    at: 0,
    ...given,
  };
}

/** An access line of nginx. */
export function accessEntry(given: Partial<LogEntry>): LogEntry {
  return logEntry({ dialect: 'nginx-access', kind: 'access', method: 'GET', target: '/', status: 200, ...given });
}
