import type { Path } from './path.ts';

/** Calls back for every text in a tree of maps and lists, with its path. */
export function visitTexts(value: unknown, path: Path, visit: (text: string, path: Path) => void): void {
  if (typeof value === 'string') visit(value, path);
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) visitTexts(item, [...path, isList ? Number(key) : key], visit);
}
