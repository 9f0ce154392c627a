import type { LogEntry } from '../../harness/core/log-entry.ts';
import type { SignatureBase } from '../../harness/core/signature.ts';
import { diagnose } from '../../harness/incidents/diagnose.ts';

/** The log of a case that the signatures were not made of: what its gateway wrote, and nothing else. */
export interface HeldOutLog {
  readonly fault: string;
  readonly seenIn: string;
  readonly log: readonly string[];
}

/** How well the faults behind logs are found. */
export interface Score {
  /** Logs that say anything of their fault. */
  readonly asked: number;
  /** Of these: the true fault, or the group that it is in, was named first; and among the first three. */
  readonly first: number;
  readonly amongThree: number;
  /** Faults whose log is that of a healthy exchange, in the base and now: no log can tell them. */
  readonly silent: readonly string[];
  /** How many faults the first suspect was made of, where it was right. */
  readonly groups: { readonly mean: number; readonly median: number; readonly largest: number };
  /** Logs whose fault was not among the first three, and what was named first. */
  readonly missed: readonly string[];
}

/** Diagnoses each log by itself; it counts only what the first diagnosis says. */
export function scoreDiagnosis(
  gateway: string,
  logs: readonly HeldOutLog[],
  base: SignatureBase,
  read: (lines: readonly string[], gateway: string) => LogEntry[],
): Score {
  const recorded = base.recorded.get(gateway)?.signatures ?? [];
  const silent: string[] = [];
  const missed: string[] = [];
  const sizes: number[] = [];
  let amongThree = 0;
  for (const { fault, log } of logs) {
    const [diagnosis] = diagnose(read(log, gateway), base);
    if (!diagnosis && recorded.some((one) => one.fault === fault && one.traces.length === 0)) {
      silent.push(fault);
      continue;
    }
    const suspects = diagnosis?.suspects ?? [];
    const rank = suspects.findIndex(({ faults }) => faults.includes(fault));
    if (rank === 0) sizes.push(suspects[0]?.faults.length ?? 0);
    if (rank >= 0 && rank < 3) amongThree += 1;
    else missed.push(`${fault}: ${suspects[0]?.faults.join(', ') ?? 'nothing'} was named first`);
  }
  const sorted = sizes.sort((a, b) => a - b);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  return {
    asked: logs.length - silent.length,
    first: sizes.length,
    amongThree,
    silent,
    groups: { mean, median: sorted[sorted.length >> 1] ?? 0, largest: sorted.at(-1) ?? 0 },
    missed,
  };
}
