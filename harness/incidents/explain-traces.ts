import type { Diagnosis, Suspect } from '../core/diagnosis.ts';
import type { LogEntry } from '../core/log-entry.ts';
import type { GatewayKnowledge } from './gateway-knowledge.ts';
import { knownSuspects } from './known-suspects.ts';
import { rankFaults } from './rank-faults.ts';
import { recordedSuspects } from './recorded-suspects.ts';
import type { TraceKind } from './traces.ts';

/** So many suspects are named; those further down are hardly suspected. */
const MOST_SUSPECTS = 8;

/** So many lines of a diagnosis are shown. */
const MOST_SHOWN = 12;

/** The diagnoses of one gateway's log: kinds of traces that the same suspect explains are one. */
export function explain(
  kinds: readonly TraceKind[],
  has: ReadonlySet<LogEntry['kind']>,
  knowledge: GatewayKnowledge,
): Diagnosis[] {
  const left = new Set([...kinds].sort((a, b) => b.count - a.count));
  const causes: { readonly suspects: readonly Suspect[]; readonly kinds: TraceKind[] }[] = [];
  for (const kind of left) {
    const ranked = rankFaults(kind, kinds, has, knowledge);
    const suspects = suspectsOf(kind, ranked, has, knowledge);
    const own = suspects[0]?.faults.includes(ranked[0]?.fault.signature.fault ?? '') ? (ranked[0]?.explains ?? []) : [];
    const explained = [kind, ...own.filter((one) => one !== kind && left.has(one))];
    for (const one of explained) left.delete(one);
    const same = causes.find((cause) => key(cause.suspects) === key(suspects));
    if (same) same.kinds.push(...explained);
    else causes.push({ suspects, kinds: explained });
  }
  return causes.map((cause) => diagnosisOf(cause.suspects, cause.kinds, knowledge));
}

function suspectsOf(
  kind: TraceKind,
  ranked: ReturnType<typeof rankFaults>,
  has: ReadonlySet<LogEntry['kind']>,
  knowledge: GatewayKnowledge,
): Suspect[] {
  const all = [...recordedSuspects(kind, ranked, has, knowledge), ...knownSuspects(kind, knowledge)];
  return all.sort((a, b) => clientFirst(a, b) || b.fit - a.fit).slice(0, MOST_SUSPECTS);
}

/** A line that says by itself that the client left is believed, whichever faults make clients leave. */
function clientFirst(a: Suspect, b: Suspect): number {
  return Number(b.by === 'client') - Number(a.by === 'client');
}

/** Diagnoses are of one cause where the first suspects are the same; those without any are one. */
function key([first]: readonly Suspect[]): string {
  return first ? JSON.stringify([first.faults, first.cause]) : '';
}

function diagnosisOf(
  suspects: readonly Suspect[],
  kinds: readonly TraceKind[],
  knowledge: GatewayKnowledge,
): Diagnosis {
  const { gateway, version, playable } = knowledge;
  const count = kinds.reduce((sum, kind) => sum + kind.count, 0);
  const entries = kinds.flatMap((kind) => kind.entries).sort((a, b) => a.line - b.line);
  return { gateway, version, playable, count, entries: entries.slice(0, MOST_SHOWN), suspects };
}
