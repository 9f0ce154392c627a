import type { LogEntry } from '../core/log-entry.ts';
import type { SignatureLine } from '../core/signature.ts';
import { isTrouble, shapeKey, shapeOf } from './shape.ts';

/** So many are remembered before all are forgotten: a log says few things, and says them often. */
const MOST = 8192;

/** A line's shape with its key. */
export interface KeyedShape {
  readonly shape: SignatureLine;
  readonly key: string;
}

/** Gives lines their shapes, and does the work once for lines that say the same. */
export class Shaper {
  readonly #known = new Map<string, KeyedShape>();

  shape(entry: LogEntry): KeyedShape {
    const { kind, status, code, message } = entry;
    const said = `${kind}\0${isTrouble(status) ? status : ''}\0${code ?? '\0'}\0${message ?? '\0'}`;
    const known = this.#known.get(said);
    if (known) return known;
    const shape = shapeOf(entry);
    const keyed = { shape, key: shapeKey(shape) };
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(said, keyed);
    return keyed;
  }
}
