import type { Behaviour } from './behaviour.ts';
import type { Change } from './compare.ts';
import type { Difference, Side } from './difference.ts';
import { without } from './without.ts';

/** What is told of one difference: a sentence, and what each side did. */
export interface Told {
  readonly id: string;
  readonly change: Change;
  readonly sentence: string;
  /** Lines such as `nginx 1.22.1  GET /: 200; app: 1 x GET`. */
  readonly sides: readonly string[];
  /** Rules that are newly broken, and those that no longer are. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** A difference in words for an operator; `summaries` says of each fault what it does on the wire. */
export function tell(
  difference: Difference,
  [before, after]: readonly [Side, Side],
  summaries: ReadonlyMap<string, string>,
): Told {
  const { id, change } = difference;
  const [was, is] = [rulesOf(difference.before), rulesOf(difference.after)];
  return {
    id,
    change,
    sentence: sentence(difference, before, after, summaries),
    sides: [`${nameOf(before)}: ${shown(difference.before)}`, `${nameOf(after)}: ${shown(difference.after)}`],
    gained: [...without(is, was)].sort(),
    lost: [...without(was, is)].sort(),
  };
}

/** `nginx 1.30.0`, or a name that says the version itself. */
export function nameOf({ name, version }: Side): string {
  return name.includes('@') || version === '-' ? name : `${name} ${version}`;
}

function sentence(
  { title, faults, before, after }: Difference,
  one: Side,
  other: Side,
  summaries: ReadonlyMap<string, string>,
): string {
  const what = faults.map((fault) => summaries.get(fault) ?? fault).join(' ');
  return `${title}: ${essence(one, before, after)}; ${essence(other, after, before)}.${what ? ` (${what})` : ''}`;
}

/** What one side does that the other does not. */
function essence(side: Side, own: readonly Behaviour[], others: readonly Behaviour[]): string {
  const parts = (behaviours: readonly Behaviour[]): Set<string> =>
    new Set(
      behaviours.flatMap(({ answers, attempts, afterwards, died }) => [
        ...answers.map((text) => `answers ${text}`),
        ...attempts.map((text) => `asks ${text}`),
        ...afterwards.map((text) => `afterwards answers ${text}`),
        ...(died ? ['dies'] : []),
      ]),
    );
  const alone = [...without(parts(own), parts(others))];
  return `${nameOf(side)} ${alone.join(', ') || 'does the same otherwise'}`;
}

function shown(behaviours: readonly Behaviour[]): string {
  return behaviours
    .map(({ answers, attempts }) => [...answers, ...attempts].join('; ') || 'see the rules')
    .join(' | or ');
}

function rulesOf(behaviours: readonly Behaviour[]): Set<string> {
  return new Set(behaviours.flatMap(({ wrong }) => wrong.map(({ rule, level }) => `${rule} (${level})`)));
}
