/** A cell: its text as it is measured, and the same text as it is shown (with colours). */
export interface Cell {
  readonly text: string;
  readonly shown: string;
}

const GAP = '  ';
/** The first column is not cut below this as long as further columns can go below instead. */
const LEAST = 28;

/**
 * Rows of cells in aligned columns of at most `width` columns in all, with the first row as heading. The first column is
 * cut in its middle to make room for the others; where that is not enough, columns go into a further grid below, with the
 * first column repeated.
 */
export function layOutGrid(rows: readonly (readonly Cell[])[], width: number): string {
  const widths = columnWidths(rows).slice(1);
  const room = width - widths.reduce((sum, one) => sum + GAP.length + one, 0);
  const most = room >= LEAST ? room : Math.max(LEAST, Math.floor(width / 2));
  const labels = rows.map(([label]) => cutMiddle(label?.text ?? '', most));
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const grids = chunks(widths, width - labelWidth).map(([from, to]) =>
    rows
      .map((row, index) => {
        const cells = row.slice(from + 1, to + 1).map((cell, at) => pad(cell, widths[from + at] ?? 0));
        return [(labels[index] ?? '').padEnd(labelWidth), ...cells].join(GAP).trimEnd();
      })
      .join('\n'),
  );
  return `${grids.join('\n\n')}\n`;
}

/** Columns that the grid takes side by side, with its first column cut to `most`. */
export function gridWidth(rows: readonly (readonly Cell[])[], most: number): number {
  const [label = 0, ...widths] = columnWidths(rows);
  return widths.reduce((sum, one) => sum + GAP.length + one, Math.min(label, most));
}

function columnWidths(rows: readonly (readonly Cell[])[]): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, at) => Math.max(...rows.map((row) => row[at]?.text.length ?? 0)));
}

/** Half-open ranges of columns that fit side by side, at least one column each. */
function chunks(widths: readonly number[], room: number): [from: number, to: number][] {
  const ranges: [number, number][] = [];
  let from = 0;
  let used = 0;
  widths.forEach((width, column) => {
    if (column > from && used + GAP.length + width > room) {
      ranges.push([from, column]);
      from = column;
      used = 0;
    }
    used += GAP.length + width;
  });
  return [...ranges, [from, widths.length]];
}

function pad(cell: Cell, width: number): string {
  return cell.shown + ' '.repeat(Math.max(0, width - cell.text.length));
}

function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor((most - 1) / 2);
  return `${text.slice(0, most - 1 - tail)}…${text.slice(-tail)}`;
}
