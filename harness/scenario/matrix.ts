import { didYouMean } from '../core/did-you-mean.ts';
import { placeholdersIn, replacePlaceholders, solePlaceholder } from './placeholder.ts';
import type { Report } from './report.ts';
import { visitTexts } from './visit-texts.ts';

/** One row of a matrix: column -> cell. */
export type Row = Readonly<Record<string, unknown>>;

/** The columns of a matrix, in the order in which they first appear. */
export function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** A row's cells as texts, for the names of cases: lists are joined by `|`. */
export function rowLabels(row: Row): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cellText(cell)]));
}

/** Whether a row has every column. */
export function isWhole(row: Row, rows: readonly Row[]): boolean {
  return columnsOf(rows).every((column) => Object.hasOwn(row, column));
}

/** Notes gaps, rows that are alike, columns that nothing uses, and placeholders that name no column. */
export function checkMatrix(rows: readonly Row[], parts: Readonly<Record<string, unknown>>, report: Report): void {
  const columns = columnsOf(rows);
  const used = new Set<string>();
  visitTexts(parts, [], (text, path) => {
    for (const name of placeholdersIn(text)) {
      used.add(name);
      if (!columns.includes(name)) report.add(path, unknownColumn(name, columns));
    }
  });
  checkRows(rows, columns, report);
  for (const column of columns.filter((name) => !used.has(name))) {
    const row = rows.findIndex((cells) => column in cells);
    const message = `no step uses the column "${column}"`;
    report.add(['matrix', row, column], {
      code: 'unused-column',
      message,
      hint: `write \${${column}} where it belongs`,
      at: 'key',
    });
  }
}

/** A copy of a value in which every placeholder is replaced: by the cell itself where the text is nothing else. */
export function fillIn(value: unknown, row: Row): unknown {
  if (typeof value === 'string') return fillText(value, row);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, row));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, row)]));
}

function fillText(text: string, row: Row): unknown {
  if (!text.includes('${')) return text;
  const sole = solePlaceholder(text);
  if (sole !== undefined && Object.hasOwn(row, sole)) return row[sole];
  return replacePlaceholders(text, (name) => (Object.hasOwn(row, name) ? cellText(row[name]) : `\${${name}}`));
}

function checkRows(rows: readonly Row[], columns: readonly string[], report: Report): void {
  const seen = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const gaps = columns.filter((column) => !Object.hasOwn(row, column));
    for (const column of gaps)
      report.add(['matrix', index], { code: 'missing-cell', message: `has no "${column}", which other rows have` });
    const label = JSON.stringify(Object.entries(rowLabels(row)).sort());
    const twin = seen.get(label);
    if (twin !== undefined)
      report.add(['matrix', index], { code: 'same-row', message: `is the same as matrix.${twin}` });
    else seen.set(label, index);
  }
}

function unknownColumn(name: string, columns: readonly string[]): { code: string; message: string; hint: string } {
  const hint =
    columns.length > 0 ? didYouMean(name, columns, 'columns of the matrix') : `for the text itself write $\${${name}}`;
  return { code: 'unknown-placeholder', message: `the matrix has no column "${name}"`, hint };
}

function cellText(cell: unknown): string {
  if (Array.isArray(cell)) return cell.map(cellText).join('|');
  return typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell);
}
