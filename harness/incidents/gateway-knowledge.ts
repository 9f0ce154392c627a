import type { LogEntry } from '../core/log-entry.ts';
import type { KnownLine, KnownLines, Signature, SignatureBase, Trace } from '../core/signature.ts';
import { shapeKey } from './shape.ts';
import { type TraceToken, tokensOf } from './trace-tokens.ts';

/** What all faults leave weighs next to nothing, and still more than nothing: two traces of it alone are alike. */
const LEAST = 0.05;

/** A recorded trace, ready to be compared. */
export interface PreparedTrace {
  readonly trace: Trace;
  readonly tokens: readonly TraceToken[];
  /** Whether every run left it. */
  readonly always: boolean;
}

/** A recorded signature, ready to be compared. */
export interface PreparedFault {
  readonly signature: Signature;
  readonly traces: readonly PreparedTrace[];
}

/** What is known of the lines of one gateway. */
export class GatewayKnowledge {
  readonly gateway: string;
  /** The version that was recorded; null where nothing was. */
  readonly version: string | null;
  readonly usual: ReadonlySet<string>;
  readonly faults: readonly PreparedFault[];
  readonly known: KnownLines | null;
  readonly base: SignatureBase;
  readonly #leaving: ReadonlyMap<string, number>;

  constructor(gateway: string, base: SignatureBase) {
    const known = base.known.get(gateway) ?? null;
    const recorded = base.recorded.get(gateway) ?? base.recorded.get(known?.like ?? '');
    this.gateway = gateway;
    this.base = base;
    this.known = known;
    this.version = recorded?.gatewayVersion ?? null;
    this.usual = new Set((recorded?.usual ?? []).map(shapeKey));
    this.faults = (recorded?.signatures ?? []).map(prepared);
    this.#leaving = leaving(this.faults);
  }

  /** Whether it can be played here: only what was recorded can. */
  get playable(): boolean {
    return this.base.recorded.has(this.gateway);
  }

  /** How many faults leave what a token says. */
  leaving(token: string): number {
    return this.#leaving.get(token) ?? 0;
  }

  /** How telling it is: the fewer faults leave it, the more. What none leaves is the most telling. */
  weight(token: string): number {
    return Math.max(LEAST, Math.log((this.faults.length + 1) / (this.leaving(token) + 0.5)));
  }

  /** Hand-written knowledge that fits a line: of this gateway, and of the one whose lines it writes. */
  knownOf(entry: LogEntry): KnownLine[] {
    const like = this.base.known.get(this.known?.like ?? '')?.lines ?? [];
    return [...(this.known?.lines ?? []), ...like].filter((line) => fits(line, entry));
  }
}

function prepared(signature: Signature): PreparedFault {
  const traces = signature.traces.map((trace) => ({
    trace,
    tokens: tokensOf(trace),
    always: trace.runs === signature.runs,
  }));
  return { signature, traces };
}

function leaving(faults: readonly PreparedFault[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { traces } of faults) {
    const keys = new Set(traces.flatMap(({ tokens }) => tokens.map(({ key }) => key)));
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** All that the hand-written line says must be so. */
function fits({ code, message, status }: KnownLine, entry: LogEntry): boolean {
  if (code !== undefined && !new RegExp(`^(?:${code})$`).test(entry.code ?? '')) return false;
  if (message !== undefined && !new RegExp(message, 'i').test(entry.message ?? '')) return false;
  return status === undefined || (entry.status !== null && status.includes(entry.status));
}
