// Built from text, since a control character in a pattern reads badly: ESC [ … letter, and ESC ] … BEL (ECMA-48, xterm).
const COLOUR = /\u001b(?:\[[\d;?]{0,40}[A-Za-z]|\][^\u0007\u001b]{0,400}\u0007?)/g;
const NUL = /\u0000+/g;
const CR = '\r';
/** The byte order mark as UTF-8, an octet a character. */
const BOM = '\u00ef\u00bb\u00bf';

/** A line without what the way to us has put into it: colours, the CR of CRLF, a byte order mark, the NULs of a cut file. */
export function cleanLine(line: string): string {
  let clean = line.endsWith(CR) ? line.slice(0, -1) : line;
  if (clean.startsWith(BOM)) clean = clean.slice(BOM.length);
  if (clean.includes('\u0000')) clean = clean.replace(NUL, '');
  return clean.includes('\u001b') ? clean.replace(COLOUR, '') : clean;
}

/** Text whose characters are octets as what it says in UTF-8; octets that say nothing become U+FFFD. It is a copy. */
export function decoded(line: string): string {
  // A character beyond an octet came out of an escape in JSON, and is what it says.
  return /[^\u0000-\u00ff]/.test(line) ? line : Buffer.from(line, 'latin1').toString('utf8');
}
