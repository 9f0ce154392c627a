import { seenFromOutside } from './seen-from-outside.ts';

/** The path by which the gateway itself knows a file of its launch's folder; undefined for one that is there alone. */
export function seenFromInside(file: string): string | undefined {
  const view = seenFromOutside('/');
  return file.startsWith(view) ? `/${file.slice(view.length)}` : undefined;
}
