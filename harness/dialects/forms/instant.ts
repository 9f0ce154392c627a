const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const DAY_FIRST = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?: ([+-]\d{2})(\d{2}))?$/;

/**
 * The forms of a time that logs have, in milliseconds since the epoch: `23/Nov/2026:03:14:22 +0000`, ISO 8601, nginx's
 * `2026/11/23 03:14:22` and Apache's `Mon Nov 23 03:14:22.140595 2026`. One without a zone is read as UTC. Null for others.
 */
export function instant(text: string | undefined): number | null {
  if (text === undefined) return null;
  const day = DAY_FIRST.exec(text);
  if (day) {
    const month = String(MONTHS.indexOf(day[2] ?? '') / 3 + 1).padStart(2, '0');
    return parsed(`${day[3]}-${month}-${day[1]}T${day[4]}${day[5] ? `${day[5]}:${day[6]}` : 'Z'}`);
  }
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return parsed(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
  if (/^\d{4}[-/]\d{2}[-/]\d{2} /.test(text))
    return parsed(`${text.replaceAll('/', '-').replace(' ', 'T').replace(/,.*/, '')}Z`);
  return /^[A-Z][a-z]{2} [A-Z][a-z]{2} /.test(text) ? parsed(`${text} UTC`) : null;
}

function parsed(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.floor(at);
}
