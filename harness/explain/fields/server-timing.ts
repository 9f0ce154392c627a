import { formatDuration } from '../../core/duration.ts';
import type { FieldReader } from '../field-reader.ts';

/** A metric with its parameters (W3C Server Timing, section 3). */
const METRIC =
  /([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100})((?: *; *[0-9A-Za-z-]{1,40} *= *(?:"[^"]{0,200}"|[^;,"\s]{1,100}))*)(?= *(?:,|$))/g;

const SHOWN = 12;

function parameter(text: string, name: string): string | undefined {
  const match = new RegExp(`; *${name} *= *(?:"([^"]*)"|([^;,"\\s]*))`, 'i').exec(text);
  return match ? (match[1] ?? match[2]) : undefined;
}

export default {
  name: 'Server-Timing',
  source: 'https://www.w3.org/TR/server-timing/',
  read: (values) =>
    [...values.join(', ').slice(0, 4096).matchAll(METRIC)].slice(0, SHOWN).map(([, name = '', more = '']) => {
      const ms = Number(parameter(more, 'dur') ?? Number.NaN);
      const description = parameter(more, 'desc');
      const what = description ? `${name} (${description})` : name;
      return Number.isFinite(ms) && ms >= 0 ? `${what} took ${formatDuration(ms)}` : what;
    }),
} satisfies FieldReader;
