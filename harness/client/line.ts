import type { DefectCode } from '../core/defect-code.ts';

const CR = 0x0d;
const LF = 0x0a;
/** CTL of RFC 5234 without HTAB, which fields may hold. */
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Reports a defect at an offset within the line. */
export type Complain = (code: DefectCode, offset: number) => void;

/** The text of a line that ends in LF, without its end, as latin1 so that an octet is a character. */
export function lineText(line: Buffer, complain: Complain, bareLf: DefectCode = 'bare-lf'): string {
  const crlf = line.at(-2) === CR;
  if (!crlf) complain(bareLf, line.length - 1);
  const text = line.toString('latin1', 0, line.length - (crlf ? 2 : 1));
  if (CONTROL.test(text)) complainOfControls(text, complain);
  return text;
}

function complainOfControls(text: string, complain: Complain): void {
  for (let index = 0; index < text.length; index++) {
    const octet = text.charCodeAt(index);
    if (octet === 0) complain('nul', index);
    else if (octet === CR) complain('bare-cr', index);
    else if (octet !== LF && CONTROL.test(text[index] ?? '')) complain('control-character', index);
  }
}
