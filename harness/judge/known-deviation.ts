import type { Case } from '../core/case.ts';
import type { Profile } from '../core/facts.ts';
import type { Deviation, Finding } from '../core/finding.ts';
import { inVersionRange } from '../core/version-range.ts';

/** A recorded deviation with the conditions under which it is to be met. `scenario` may hold `*` for any text. */
export interface KnownDeviation extends Deviation {
  /** A part of the finding's `actual`, in any case; without it every finding of the rule is covered. */
  readonly actual?: string | undefined;
  /** Versions of the gateway that have it; all without. */
  readonly versions?: string | undefined;
  /** The one profile under which it is a deviation; both without. */
  readonly profile?: Profile | undefined;
  /** A real race in the gateway: not met every time, and so never reported as gone. */
  readonly sometimes: boolean;
}

/** The recorded deviation that covers a finding; undefined where none does. */
export function matchDeviation(
  finding: Finding,
  item: Case,
  deviations: readonly KnownDeviation[],
  profile: Profile,
): KnownDeviation | undefined {
  return deviations.find((known) => appliesTo(known, item, profile) && covers(known, finding));
}

/** Whether a deviation is to be met in a case. */
export function appliesTo(known: KnownDeviation, item: Case, profile: Profile): boolean {
  return (
    known.gateway === (item.gateway.kind ?? item.gateway.name) &&
    (known.profile === undefined || known.profile === profile) &&
    (known.versions === undefined || inVersionRange(item.gateway.version, known.versions)) &&
    matchesGlob(item.scenario.id, known.scenario)
  );
}

/** Whether a deviation is one of a finding. */
export function covers(known: KnownDeviation, finding: Finding): boolean {
  const part = known.actual?.toLowerCase() ?? '';
  return known.rule === finding.rule && finding.actual.toLowerCase().includes(part);
}

/** Whether an id fits a pattern in which `*` stands for any text, also over folders. */
export function matchesGlob(id: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}
