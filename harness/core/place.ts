/** A place in a file that a person can go to; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `file:line:column`, as terminals and editors link it. */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** Orders places by file, line and column, as a person reads; what has no place comes first. For `sort`. */
export function comparePlaces(a: Place | undefined, b: Place | undefined): number {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined);
  const byFile = a.file < b.file ? -1 : Number(a.file > b.file);
  return byFile || a.line - b.line || a.column - b.column;
}
