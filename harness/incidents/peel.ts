const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)`;
const PROGRAM = String.raw`[\w./@-]{1,80}(?:\[\d{1,10}\])?: `;

/** What collectors of logs put in front of a line. */
const FRONTS: readonly RegExp[] = [
  // docker compose: `nginx-1  | `
  /^[\w.-]{1,100} +\| /,
  // The container runtime's file: a time, the stream, whole or partial.
  new RegExp(`^${TIME} (?:stdout|stderr) [FP] `),
  // syslog (RFC 3164 and as journald shows it), and with an ISO time as rsyslog writes it
  new RegExp(String.raw`^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:[\w.:-]{1,255} )?${PROGRAM}`),
  new RegExp(String.raw`^(?:<\d{1,3}>)?${TIME} [\w.:-]{1,255} ${PROGRAM}`),
  // RFC 5424, with structured data and a byte order mark
  new RegExp(
    String.raw`^(?:\d{1,6} )?<\d{1,3}>1 (?:${TIME}|-) \S{1,255} \S{1,48} \S{1,128} \S{1,32} (?:-|\[[^\]]{0,1000}\]) (?:\u00ef\u00bb\u00bf)?`,
  ),
  // kubectl and docker with --timestamps
  new RegExp(`^${TIME} `),
  // kubectl --prefix
  /^\[(?:pod|deployment)\/[\w./-]{1,300}\] /,
  // A quotation, or lines set in from a report
  /^[>\s]{1,40}/,
];

/** The fields of the JSON that collectors wrap a line into. */
const WRAPPED = ['log', 'message', 'textPayload', 'MESSAGE', 'line', 'msg'];

/** A line without one front that a collector has put there; null where it has none that is known. */
export function peel(line: string): string | null {
  if (line.startsWith('{')) return unwrapped(line);
  for (const front of FRONTS) {
    const found = front.exec(line)?.[0];
    if (found !== undefined) return line.slice(found.length);
  }
  return null;
}

function unwrapped(line: string): string | null {
  if (!WRAPPED.some((name) => line.includes(`"${name}":`))) return null;
  try {
    const fields = Object(JSON.parse(line)) as Readonly<Record<string, unknown>>;
    const inner = WRAPPED.map((name) => fields[name]).find((value) => typeof value === 'string' && value.length > 0);
    return typeof inner === 'string' ? inner.replace(/\r?\n$/, '') : null;
  } catch {
    return null;
  }
}
