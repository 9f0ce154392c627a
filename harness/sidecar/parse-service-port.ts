import { usageError } from './usage-error.ts';

/** The port of `--service-port`; null where none is given. */
export function parseServicePort(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw usageError('wrong-port', `--service-port ${text} is no port`, 'A port is a number from 1 to 65535.');
}
