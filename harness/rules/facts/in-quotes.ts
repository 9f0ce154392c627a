/** The most of a text that a report shows, in characters. */
const MOST = 120;

/** Octets (latin1) in quotes, odd ones escaped; a long text is cut. */
export function inQuotes(text: string): string {
  const shown = text.length > MOST ? `${text.slice(0, MOST)}…` : text;
  return JSON.stringify(shown).replace(/[\x7f-\xff]/g, (octet) => `\\x${octet.charCodeAt(0).toString(16)}`);
}
