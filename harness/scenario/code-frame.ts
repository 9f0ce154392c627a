import { codeFrameColumns } from '@babel/code-frame';
import type { Place } from '../core/place.ts';

const ABOVE = 2;
const BELOW = 2;
/** Columns of a line that are shown; a longer one is cut round the place. */
const WIDTH = 110;
/** Columns kept before the place in a line that is cut. */
const BEFORE = 60;

/**
 * The lines round a place with a caret under it, without colours. Long lines are cut, tabs become
 * arrows, and control characters blanks, so that a hostile file cannot write escape codes to the terminal.
 */
export function codeFrame(lines: readonly string[], place: Place): string {
  const first = Math.max(1, place.line - ABOVE);
  const shown = lines.slice(first - 1, place.line + BELOW);
  const length = shown[place.line - first]?.length ?? 0;
  const column = Math.min(place.column - 1, length);
  const from = column > WIDTH ? column - BEFORE : 0;
  const text = shown.map((line, index) => cut(line, index === place.line - first ? from : 0)).join('\n');
  return codeFrameColumns(
    text,
    { start: { line: place.line, column: column - from } },
    { startLine: first, linesAbove: ABOVE, linesBelow: BELOW },
  );
}

function cut(line: string, from: number): string {
  return line
    .slice(from, from + WIDTH)
    .replaceAll('\t', '→')
    .replace(/\p{C}|[\u2028\u2029]/gu, ' ');
}
