import type { LogEntry } from '../core/log-entry.ts';
import type { GatewayKnowledge, PreparedFault, PreparedTrace } from './gateway-knowledge.ts';
import { likeness } from './likeness.ts';
import { type TraceToken, tokensOf } from './trace-tokens.ts';
import type { TraceKind } from './traces.ts';

/** Less alike than this is not alike: what is left in common is what many faults leave. */
const ALIKE = 0.5;

/** From here on two traces are the same, but for a word that is new. */
const SAME = 0.85;

/** A trace that every run left and that is missing in the log counts half: a log may be a part of one. */
const MISSING = 0.5;

/** How well a recorded fault explains a log. */
export interface RankedFault {
  readonly fault: PreparedFault;
  readonly fit: number;
  /** The kinds of traces in the log that it explains. */
  readonly explains: readonly TraceKind[];
  /** The recorded trace that is most like the one asked about. */
  readonly like: PreparedTrace;
}

/** What requests are compared by. */
interface Compared {
  readonly kind: TraceKind;
  readonly tokens: readonly TraceToken[];
  readonly kinds: ReadonlySet<LogEntry['kind']>;
}

/** The recorded faults that leave what one kind of trace says, the best first; the rest of the log speaks for or against them. */
export function rankFaults(
  asked: TraceKind,
  log: readonly TraceKind[],
  has: ReadonlySet<LogEntry['kind']>,
  knowledge: GatewayKnowledge,
): RankedFault[] {
  const compared = (kind: TraceKind): Compared => ({ kind, tokens: tokensOf(kind), kinds: kindsOf(kind, has) });
  const [one, others] = [compared(asked), log.filter((kind) => kind !== asked).map(compared)];
  const ranked = knowledge.faults.flatMap((fault) => rankedFault(fault, one, others, knowledge));
  return ranked.sort((a, b) => b.fit - a.fit || b.explains.length - a.explains.length || share(b) - share(a));
}

function rankedFault(
  fault: PreparedFault,
  asked: Compared,
  others: readonly Compared[],
  knowledge: GatewayKnowledge,
): RankedFault[] {
  const alike = (one: Compared, trace: PreparedTrace) => likeness(one.tokens, trace.tokens, one.kinds, knowledge);
  const [best] = fault.traces
    .map((trace) => ({ trace, by: alike(asked, trace) }))
    .sort((a, b) => b.by - a.by || b.trace.trace.runs - a.trace.trace.runs);
  if (!best || best.by < ALIKE) return [];
  const explained = others.filter((other) => fault.traces.some((trace) => alike(other, trace) >= SAME));
  const missing = fault.traces.filter(
    (trace) => trace.always && ![asked, ...others].some((one) => alike(one, trace) >= ALIKE),
  );
  const speaking = 1 + explained.length;
  const fit = (best.by * speaking) / (speaking + MISSING * missing.length);
  return [{ fault, fit, explains: [asked.kind, ...explained.map(({ kind }) => kind)], like: best.trace }];
}

/** An error line that could be tied to no access line is compared by itself. */
function kindsOf({ lines }: TraceKind, has: ReadonlySet<LogEntry['kind']>): Set<LogEntry['kind']> {
  const own = new Set(lines.map(({ kind }) => kind));
  return own.has('access') ? new Set([...own, ...has]) : own;
}

function share({ fault, like }: RankedFault): number {
  return like.trace.runs / fault.signature.runs;
}
