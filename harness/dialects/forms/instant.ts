const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const DAY_FIRST = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}(?:\.\d{1,9})?)(?: ([+-]\d{2})(\d{2}))?$/;

/**
 * The forms of a time that logs have, in milliseconds since the epoch: `23/Nov/2026:03:14:22 +0000`, ISO 8601, nginx's
 * `2026/11/23 03:14:22` and Apache's `Mon Nov 23 03:14:22.140595 2026`. One without a zone is read as UTC. Null for others.
 */
export function instant(text: string | undefined): number | null {
  if (text === undefined) return null;
  const day = DAY_FIRST.exec(text);
  if (day) return ofDay(day);
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return parsed(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
  if (/^\d{4}[-/]\d{2}[-/]\d{2} /.test(text))
    return parsed(`${text.replaceAll('/', '-').replace(' ', 'T').replace(/,.*/, '')}Z`);
  return /^[A-Z][a-z]{2} [A-Z][a-z]{2} /.test(text) ? parsed(`${text} UTC`) : null;
}

/** The form of every access line, worked out by hand: parsing an ISO time takes several times as long. */
function ofDay([, day, name = '', year, hour, minute, second, zone = '0', minutes = '0']: RegExpExecArray):
  | number
  | null {
  const month = MONTHS.indexOf(name) / 3;
  if (!Number.isInteger(month) || month < 0) return null;
  const [hours, sign] = [Number(zone), zone.startsWith('-') ? -1 : 1];
  const at = Date.UTC(Number(year), month, Number(day), Number(hour) - hours, Number(minute) - sign * Number(minutes));
  return Math.floor(at + Number(second) * 1000);
}

function parsed(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.floor(at);
}
