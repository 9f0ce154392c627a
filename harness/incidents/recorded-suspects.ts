import type { Suspect } from '../core/diagnosis.ts';
import type { LogEntry } from '../core/log-entry.ts';
import type { GatewayKnowledge, PreparedFault } from './gateway-knowledge.ts';
import type { RankedFault } from './rank-faults.ts';
import type { TraceKind } from './traces.ts';
import { apartFromNext, apartInGroup, causeOf, evidenceOf } from './words.ts';

/** Recorded faults as suspects: those that leave the same signature are one. */
export function recordedSuspects(
  kind: TraceKind,
  ranked: readonly RankedFault[],
  has: ReadonlySet<LogEntry['kind']>,
  knowledge: GatewayKnowledge,
): Suspect[] {
  const groups = [...Map.groupBy(ranked, (one) => signatureKey(one, has)).values()];
  return groups.map((group, index) => {
    const names = group.map(({ fault }) => fault.signature.fault);
    const [first] = group;
    const next = groups[index + 1]?.[0];
    return {
      faults: names,
      by: 'upstream',
      fit: Math.round((first?.fit ?? 0) * 1000) / 1000,
      cause: causeOf(names, knowledge),
      evidence: evidenceOf(kind, knowledge),
      apart: [...apartInGroup(names, knowledge), ...(first && next ? apartFromNext(first, next, kind, knowledge) : [])],
    };
  });
}

/** Faults are told apart by what most runs of each leave, in the kinds of lines that the log has. */
function signatureKey({ fault, fit }: RankedFault, has: ReadonlySet<LogEntry['kind']>): string {
  return JSON.stringify([Math.round(fit * 1000), usualTraces(fault, has)]);
}

function usualTraces({ traces, signature }: PreparedFault, has: ReadonlySet<LogEntry['kind']>): string[] {
  const usual = traces.filter(({ trace }) => trace.runs * 2 > signature.runs);
  const keys = usual.map(({ tokens }) =>
    tokens
      .filter(({ of }) => has.has(of))
      .map(({ key }) => key)
      .sort()
      .join('\n'),
  );
  return [...new Set(keys)].sort();
}
