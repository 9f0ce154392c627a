/**
 * One RunEvent a line, as JSON. Other tools read these lines, so names, types and order of the fields below are a
 * contract; further fields may follow after them, none may be missing. Times are in milliseconds.
 *
 *     {"type":"case-ended","case":ID,"scenario":ID,"row":{KEY:VALUE},"gateway":NAME,"version":V,"runtime":R,
 *      "repeat":N,"attempt":N,"result":"pass|fail|deviates|broken|skip","ms":N,
 *      "findings":[{"rule":ID,"level":"must|should|practice|author","expected":S,"actual":S}],
 *      "exchanges":[{"phase":"steps|twin|aftermath","client":NAME,"method":M,"target":T,"status":N|null,
 *                    "complete":true|false,"ended":"fin|rst|timeout|kept","ms":N}],
 *      "upstreams":{NAME:{"connections":N,"requests":N,
 *                         "attempts":[{"phase":P,"method":M,"target":T,"connection":N,"nth":N}]}}}
 *
 *     {"type":"run-ended","counts":{"pass":N,"fail":N,"deviates":N,"broken":N,"skip":N,"flaky":N},"ms":N}
 *
 * - `exchanges`: those of steps and aftermath in order of sending, then the twin's; none for a case without evidence.
 * - `upstreams`: every upstream of the case; `connections` and `requests` count the phase `steps`, `attempts` are those
 *   of steps and aftermath, each with its phase. Empty for a case without evidence.
 * - Every attempt has its line; `retried` is true where another attempt at the same case follows.
 * - `run-ended` is the last line: a notice after it is left out. Before come `run-started`, `case-started` and `notice`,
 *   in a compact form.
 */
import { attemptsOf } from '../core/attempts.ts';
import { connectionsOf, upstreamNames } from '../core/connections.ts';
import type { CaseEnded, RunEnded, RunEvent } from '../core/event.ts';
import type { Evidence, Exchange } from '../core/evidence.ts';
import type { Finding } from '../core/finding.ts';
import type { Reporter, ReporterSession, Sink } from '../core/reporter.ts';

const json: Reporter = {
  name: 'json',
  summary: 'One event a line, as JSON: a contract for other tools.',
  machine: true,
  totals: false,
  open: jsonSession,
};

export default json;

function jsonSession(sink: Sink): ReporterSession {
  let over = false;
  return {
    on(event: RunEvent): void {
      const line = over ? null : lineOf(event);
      if (line) sink.out(`${JSON.stringify(line)}\n`);
      over ||= event.type === 'run-ended';
    },
    close: () => {},
  };
}

function lineOf(event: RunEvent): object | null {
  switch (event.type) {
    case 'run-started': {
      const { type, startedAt, gateways, argv, cases } = event;
      return { type, startedAt: startedAt.toISOString(), argv, gateways, cases: cases.map((item) => item.id) };
    }
    case 'case-started': {
      const { id, repeat, attempt } = event.case;
      return { type: event.type, case: id, repeat, attempt };
    }
    case 'case-progress':
      return null;
    case 'case-ended':
      return caseEndedLine(event);
    case 'notice': {
      const { code, message, place, hint } = event.problem;
      return { type: event.type, level: event.level, code, message, place, hint };
    }
    case 'run-ended':
      return runEndedLine(event);
  }
}

function caseEndedLine({ type, case: item, verdict, evidence, ms, retried, rerun }: CaseEnded): object {
  return {
    type,
    case: item.id,
    scenario: item.scenario.id,
    row: item.variant.row,
    gateway: item.gateway.name,
    version: item.gateway.version,
    runtime: item.runtime,
    repeat: item.repeat,
    attempt: item.attempt,
    result: verdict.result,
    ms: rounded(ms),
    findings: verdict.findings.map(findingData),
    exchanges: evidence ? [...evidence.main.exchanges, ...evidence.twin.exchanges].map(exchangeData) : [],
    upstreams: evidence ? upstreamData(upstreamNames(item, evidence.main), evidence) : {},
    reason: verdict.reason ?? null,
    retried,
    rerun,
  };
}

function findingData({ rule, level, expected, actual, source, place, exchange, deviation }: Finding): object {
  return { rule, level, expected, actual, source, place, exchange, deviation };
}

function exchangeData(exchange: Exchange): object {
  const { phase, client, method, target, final, ended, id, step, fault } = exchange;
  const status = final?.status ?? null;
  const complete = final?.complete ?? false;
  const ms = rounded(exchange.endedAt - exchange.startedAt);
  return { phase, client, method, target, status, complete, ended, ms, id, step, fault };
}

function upstreamData(names: readonly string[], { main, armings }: Evidence): object {
  const attempts = attemptsOf(main);
  const connections = connectionsOf(main, armings).filter((one) => one.phase === 'steps');
  return Object.fromEntries(
    names.map((name) => {
      const own = attempts.filter((attempt) => attempt.upstream === name);
      return [
        name,
        {
          connections: connections.filter((one) => one.upstream === name).length,
          requests: own.filter((attempt) => attempt.phase === 'steps').length,
          attempts: own.map(({ phase, method, target, connection, nth }) => ({
            phase,
            method,
            target,
            connection,
            nth,
          })),
        },
      ];
    }),
  );
}

function runEndedLine({ type, counts, ms, flaky, vanished, interrupted, notRun, exitCode }: RunEnded): object {
  const { pass, fail, deviates, broken, skip } = counts;
  const inOrder = { pass, fail, deviates, broken, skip, flaky: counts.flaky };
  return { type, counts: inOrder, ms: rounded(ms), flaky, vanished, interrupted, notRun, exitCode };
}

/** To the microsecond: what lies below is the clock's noise. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
