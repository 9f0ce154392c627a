import pLimit from 'p-limit';
import type { Case } from './core/case.ts';
import { now } from './core/clock.ts';
import type { CaseEnded, RunEvent } from './core/event.ts';
import type { Evidence } from './core/evidence.ts';
import type { Deviation } from './core/finding.ts';
import { hasLoad } from './core/has-load.ts';
import { isBad } from './core/played.ts';
import type { Runtime } from './core/runtime.ts';
import type { Verdict } from './core/verdict.ts';
import { attemptCase } from './run/attempt-case.ts';
import { count, flakyOf } from './run/count.ts';
import { runExitCode } from './run/exit-code.ts';
import { spread } from './run/spread.ts';

/** What a run is made of; time, terminal and signals come from outside. */
export interface RunOptions {
  readonly cases: readonly Case[];
  readonly runtime: Pick<Runtime, 'play'>;
  judge(item: Case, evidence: Evidence): Verdict;
  /** Recorded deviations that should have been seen in these cases and were not. */
  vanished(ended: readonly CaseEnded[]): readonly Deviation[];
  emit(event: RunEvent): void;
  rerun(item: Case): string;
  /** Cases at once. */
  readonly jobs: number;
  /** Further attempts at a case that failed. */
  readonly retries: number;
  /** Whether a case that failed while it shared a gateway is played once more with a gateway of its own. */
  readonly replayAlone: boolean;
  /** Stop starting cases after so many failures; Infinity for never. */
  readonly maxFailures: number;
  readonly strict: boolean;
  readonly failOnFlaky: boolean;
  readonly argv: readonly string[];
  /** Aborted by Ctrl-C: running cases are given up, nothing new starts, and the run still ends in order. */
  readonly signal: AbortSignal;
}

/** A load of a few hundred requests a second takes less than half a core, with its gateway and its upstream. */
const LOADS_AT_ONCE = 2;

/** Plays and judges every case, some at once, and says so in events. Gives the exit code. */
export async function run(options: RunOptions): Promise<number> {
  const started = now();
  const ended: CaseEnded[] = [];
  const gateways = [...new Map(options.cases.map((item) => [item.gateway.name, item.gateway])).values()];
  options.emit({ type: 'run-started', cases: options.cases, gateways, startedAt: new Date(), argv: options.argv });
  const failures = () => ended.filter((event) => !event.retried && isBad(event)).length;
  const playAll = async (cases: readonly Case[], jobs: number) => {
    const limit = pLimit(jobs);
    const play = async (item: Case) => {
      if (options.signal.aborted || failures() >= options.maxFailures) return;
      await playCase(item, options, (event) => {
        // What was judged and told is let go: of a load alone it is megabytes.
        ended.push({ ...event, evidence: null });
        options.emit(event);
      });
    };
    await Promise.all(cases.map((item) => limit(play, item)));
  };
  const loads = options.cases.filter(({ variant }) => hasLoad(variant));
  await playAll(spread(options.cases.filter((item) => !loads.includes(item))), options.jobs);
  // What is measured is the gateway, and not what runs beside it.
  await playAll(loads, Math.min(options.jobs, LOADS_AT_ONCE));
  return finish(options, ended, now() - started);
}

function finish(options: RunOptions, ended: readonly CaseEnded[], ms: number): number {
  const interrupted = options.signal.aborted;
  const last = ended.filter((event) => !event.retried);
  const flaky = flakyOf(ended);
  const counts = count(last, flaky);
  const vanished = interrupted ? [] : options.vanished(ended);
  const { strict, failOnFlaky } = options;
  const exitCode = runExitCode({ counts, vanished: vanished.length, interrupted, strict, failOnFlaky });
  const notRun = options.cases.length - last.length;
  options.emit({ type: 'run-ended', counts, ms, flaky, vanished, interrupted, notRun, exitCode });
  return exitCode;
}

/**
 * All attempts at one case. One that fails while it shares a gateway is played again alone, where that is wanted: if the
 * two differ, the lone one counts, and the case is flaky; `retries` come on top of that.
 */
async function playCase(item: Case, options: RunOptions, emit: (event: CaseEnded) => void): Promise<void> {
  let attempt = item;
  let left = options.retries;
  for (;;) {
    options.emit({ type: 'case-started', case: attempt });
    const { verdict, evidence, ms } = await attemptCase(attempt, options);
    if (verdict === null) return;
    const alone = options.replayAlone && isBad({ verdict }) && attempt.isolate !== 'gateway';
    const retried = isBad({ verdict }) && !options.signal.aborted && (alone || left > 0);
    emit({ type: 'case-ended', case: attempt, verdict, evidence, ms, retried, rerun: options.rerun(item) });
    if (!retried) return;
    if (!alone) left -= 1;
    attempt = { ...attempt, attempt: attempt.attempt + 1, isolate: 'gateway' };
  }
}
