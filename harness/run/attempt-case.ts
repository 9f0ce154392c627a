import type { Case } from '../core/case.ts';
import { now } from '../core/clock.ts';
import { formatDuration } from '../core/duration.ts';
import type { RunEvent } from '../core/event.ts';
import type { Evidence } from '../core/evidence.ts';
import { messageOf, ProblemError } from '../core/problem.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Verdict } from '../core/verdict.ts';

/** How long one attempt may take in all, in milliseconds: a harness that waits for ever helps nobody. */
const LIMIT = 120_000;

/** What one attempt came to. A null verdict: it was given up because the run was interrupted. */
export interface AttemptResult {
  readonly verdict: Verdict | null;
  readonly evidence: Evidence | null;
  readonly ms: number;
}

/** What an attempt works with. */
interface AttemptOptions {
  readonly runtime: Pick<Runtime, 'play'>;
  readonly signal: AbortSignal;
  judge(item: Case, evidence: Evidence): Verdict;
  emit(event: RunEvent): void;
}

/** Plays and judges one attempt at a case. Never throws: what goes wrong makes the case broken. */
export async function attemptCase(item: Case, options: AttemptOptions): Promise<AttemptResult> {
  if (item.skip !== null)
    return { verdict: { result: 'skip', findings: [], reason: item.skip }, evidence: null, ms: 0 };
  const started = now();
  const limit = AbortSignal.timeout(LIMIT);
  let doing = 'starting';
  const progress = (what: string) => {
    doing = what;
    options.emit({ type: 'case-progress', case: item, doing: what });
  };
  const signal = AbortSignal.any([options.signal, limit]);
  try {
    const evidence = await options.runtime.play(item, { signal, progress });
    return { verdict: options.judge(item, evidence), evidence, ms: evidence.ms };
  } catch (error) {
    const ms = now() - started;
    if (options.signal.aborted) return { verdict: null, evidence: null, ms };
    const reason = limit.aborted ? `not over after ${formatDuration(LIMIT)}; at last: ${doing}` : describe(error);
    return { verdict: { result: 'broken', findings: [], reason }, evidence: null, ms };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof ProblemError)) return messageOf(error);
  return error.problems.map(({ message, hint }) => (hint ? `${message}\n${hint}` : message)).join('\n');
}
