import type { Atlas, AtlasAnswer, AtlasCell, TimeClass } from '../core/atlas.ts';

const TIMES: Readonly<Record<TimeClass, string>> = {
  'at-once': 'at once',
  'connect-timeout': 'about the connect timeout',
  'read-timeout': 'about the read timeout',
  later: 'later than its timeouts',
  hung: 'never ended',
};

/** A status with what became of the body: `502`, `200 cut`, `no answer`, `no response` (octets that are none), `hung`. */
export function answerWords({ status, complete, octets, time }: AtlasAnswer): string {
  if (status === null) return time === 'hung' ? 'hung' : octets ? 'no response' : 'no answer';
  if (complete) return String(status);
  return `${status} ${time === 'hung' ? 'hung' : 'cut'}`;
}

/** When an answer came: `at once`. */
export function timeWords({ time }: AtlasAnswer): string {
  return TIMES[time];
}

/** `1 attempt`. */
export function attemptWords({ attempts }: AtlasAnswer): string {
  return `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
}

/** What the judge said: `pass`, `deviates: OP-02, OP-09`. */
export function resultWords({ result, rules }: AtlasCell): string {
  return rules.length > 0 ? `${result}: ${rules.join(', ')}` : result;
}

/** A gateway with its version, once where its name has it: `nginx 1.22.1`, `nginx@1.30.6`. */
export function versionWords(name: string, version: string): string {
  return name.endsWith(`@${version}`) ? name : `${name} ${version}`;
}

/** A line for each gateway of the atlas that says what it makes of a fault; none where nobody met it. */
export function faultLines({ cells }: Atlas, fault: string): string[] {
  const own = cells.filter((cell) => cell.fault === fault);
  const rows = own.map((cell) => {
    const { gateway, version, answer, result } = cell;
    const answered = answer ? [answerWords(answer), timeWords(answer), attemptWords(answer)] : ['not played', '', ''];
    return [versionWords(gateway, version), ...answered, answer ? resultWords(cell) : result];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
