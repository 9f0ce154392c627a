import type { Path } from '../path.ts';

/** The value that a path leads to in plain data; undefined where it leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => (Object(at) as Record<string | number, unknown>)[part], value);
}
