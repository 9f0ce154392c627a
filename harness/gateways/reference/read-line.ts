import type { Source } from './byte-source.ts';

const EMPTY = Buffer.alloc(0);
const LF = 0x0a;
const CR = 0x0d;

/** How many octets may still be read; lines take from it. */
export interface Budget {
  left: number;
}

/** Why there is no line: the peer closed within it, it is larger than the budget, or its octets cannot be one. */
export class LineError extends Error {
  readonly kind: 'cut' | 'too-large' | 'malformed';

  constructor(kind: LineError['kind'], message: string) {
    super(message);
    this.name = 'LineError';
    this.kind = kind;
  }
}

/**
 * Reads one line that ends in CRLF, without its end, one character an octet (RFC 9112 section 2.2: parse octets). A bare
 * LF is refused: section 2.2 permits to accept it, and not to accept it. With `prefix`, what cannot begin so is refused
 * at once, and not only when its line ends.
 */
export async function readLine(source: Source, budget: Budget, prefix = ''): Promise<string> {
  let held: Buffer = EMPTY;
  for (;;) {
    const end = held.indexOf(LF);
    if (!canBegin(held, prefix)) throw new LineError('malformed', 'a line does not begin as it must');
    if (end + 1 > budget.left || (end === -1 && held.length > budget.left)) {
      throw new LineError('too-large', 'a line goes beyond the size limit');
    }
    if (end !== -1) {
      source.unread(held.subarray(end + 1));
      budget.left -= end + 1;
      return lineOf(held, end);
    }
    const more = await source.read();
    if (more === null) throw new LineError('cut', 'the connection was closed within a line');
    held = held.length === 0 ? more : Buffer.concat([held, more]);
  }
}

function lineOf(held: Buffer, end: number): string {
  if (end === 0 || held[end - 1] !== CR) throw new LineError('malformed', 'a line ends in a bare LF');
  return held.toString('latin1', 0, end - 1);
}

function canBegin(held: Buffer, prefix: string): boolean {
  const length = Math.min(held.length, prefix.length);
  return held.toString('latin1', 0, length) === prefix.slice(0, length);
}
