import { chance } from '../core/chance.ts';
import { fieldValues } from '../core/http.ts';
import { matchesPattern } from '../core/matches-pattern.ts';
import type { RequestSelector } from '../core/request-selector.ts';
import type { RequestChoice } from '../core/script.ts';
import type { RequestHead } from './request-head.ts';

/** Chooses among scripts by request: the first choice whose selector means it. It counts, so it belongs to one state. */
export class Selection {
  readonly #entries: readonly { readonly choice: RequestChoice; count: number }[];

  constructor(choices: readonly RequestChoice[]) {
    this.#entries = choices.map((choice) => ({ choice, count: 0 }));
  }

  /** The choice for the next request and its index; null where no selector means it. */
  choose(head: RequestHead): { readonly index: number; readonly choice: RequestChoice } | null {
    for (const [index, entry] of this.#entries.entries()) {
      const { choice } = entry;
      if (!isLike(head, choice.when)) continue;
      entry.count += 1;
      if (isTurnOf(entry.count, choice.when)) return { index, choice };
    }
    return null;
  }
}

function isLike(head: RequestHead, { path, method, headers = {} }: RequestSelector): boolean {
  const [target = ''] = head.target.split('?');
  if (method !== undefined && method !== head.method) return false;
  if (path !== undefined && !matchesPattern(target, path)) return false;
  return Object.entries(headers).every(([name, pattern]) =>
    fieldValues(head.fields, name).some((value) => matchesPattern(value, pattern)),
  );
}

function isTurnOf(nth: number, { every, first, probability, seed = 0 }: RequestSelector): boolean {
  if (every !== undefined && nth % every !== 0) return false;
  if (first !== undefined && nth > first) return false;
  return probability === undefined || chance(seed, nth) < probability;
}
