import type { ReadLine } from '../../core/dialect.ts';
import { instant } from './instant.ts';
import { requestWords } from './request-words.ts';

const LINE =
  /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[(?:warn|error|crit|alert|emerg)\] \d+#\d+: (?:\*(\d+) )?\[lua\] (.*)$/;

/** An error line that a Lua program wrote into the log of OpenResty; null for any other, and for one without these words. */
export function luaError(line: string, own: RegExp): ReadLine | null {
  const parts = LINE.exec(line);
  if (!parts || !own.test(parts[3] ?? '')) return null;
  const [, time, connection, text = ''] = parts;
  const end = text.search(/, (?:client|server|context|request): /);
  return {
    kind: 'error',
    at: instant(time),
    ...requestWords(/, request: "([^"]{0,8000})"/.exec(text)?.[1]),
    message: end < 0 ? text : text.slice(0, end),
    id: connection ? `*${connection}` : null,
  };
}
