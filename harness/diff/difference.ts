import type { Case } from '../core/case.ts';
import type { CaseEnded } from '../core/event.ts';
import { type Behaviour, behaviourKey, behaviourOf } from './behaviour.ts';
import { type Change, compare } from './compare.ts';

/** One of the two that are compared. */
export interface Side {
  readonly name: string;
  readonly version: string;
}

/** A case in which the two differ. */
export interface Difference {
  /** The case's id without the gateway. */
  readonly id: string;
  /** As the scenario calls it. */
  readonly title: string;
  readonly change: Change;
  /** Faults that requests of the steps met, in order. */
  readonly faults: readonly string[];
  /** The behaviours that each has shown; more than one where it does not always do the same. */
  readonly before: readonly Behaviour[];
  readonly after: readonly Behaviour[];
}

/** All that came of a case on one side. */
export type Shown = ReadonlyMap<string, readonly CaseEnded[]>;

/** What ended, by the case's id without the gateway. */
export function shownBy(ended: readonly CaseEnded[]): Shown {
  return Map.groupBy(ended, ({ case: item }) => idOf(item));
}

/** A case's id without its gateway: what two gateways have in common. */
export function idOf({ id, gateway }: Pick<Case, 'id' | 'gateway'>): string {
  return id.slice(0, -(gateway.name.length + 1));
}

/** The cases in which the two have nothing in common, in the order of the ids. */
export function differences(before: Shown, after: Shown): Difference[] {
  return [...before.keys()]
    .sort((one, other) => one.localeCompare(other, 'en'))
    .flatMap((id) => {
      const [own, others] = [before.get(id) ?? [], after.get(id) ?? []];
      const [first, then] = [different(own), different(others)];
      const change = compare(first, then);
      const [event] = own;
      if (!change || !event) return [];
      const title = event.case.scenario.name;
      return [{ id, title, change, faults: faultsIn([...own, ...others]), before: first, after: then }];
    });
}

/** Cases that one side could not tell about, with the reason that it gave. */
export function untold(before: Shown, after: Shown): { readonly id: string; readonly reason: string }[] {
  return [...before.keys()].flatMap((id) => {
    const events = [...(before.get(id) ?? []), ...(after.get(id) ?? [])];
    const silent = events.find((event) => behaviourOf(event) === null);
    return silent ? [{ id, reason: silent.verdict.reason ?? silent.verdict.result }] : [];
  });
}

function different(events: readonly CaseEnded[]): Behaviour[] {
  const behaviours = events.map(behaviourOf).filter((one) => one !== null);
  return [...new Map(behaviours.map((one) => [behaviourKey(one), one])).values()];
}

function faultsIn(events: readonly CaseEnded[]): string[] {
  const exchanges = events.flatMap(({ evidence }) => evidence?.main.exchanges ?? []);
  return [...new Set(exchanges.map(({ fault }) => fault).filter((fault) => fault !== null))];
}
