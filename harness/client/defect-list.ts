import { DEFECTS, type DefectCode } from '../core/defect-code.ts';
import type { Defect } from '../core/evidence.ts';

/** Collects defects, one entry a kind, so that a flood of one kind neither hides the others nor fills the memory. */
export class DefectList {
  readonly #seen = new Map<DefectCode, { readonly offset: number; count: number }>();

  /** Notes a defect at an offset from the first octet of the exchange. */
  add(code: DefectCode, offset: number): void {
    const seen = this.#seen.get(code);
    if (seen) seen.count += 1;
    else this.#seen.set(code, { offset, count: 1 });
  }

  /** The defects in the order in which their kinds were first met. */
  toArray(): Defect[] {
    return [...this.#seen].map(([code, { offset, count }]) => ({
      code,
      message: `${DEFECTS[code].what} at offset ${offset}${count > 1 ? `, and ${count - 1} more` : ''} (${DEFECTS[code].source})`,
    }));
  }
}
