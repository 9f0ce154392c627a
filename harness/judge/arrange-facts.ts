import { attemptsOf } from '../core/attempts.ts';
import type { Case } from '../core/case.ts';
import { connectionsOf, upstreamNames } from '../core/connections.ts';
import type { Evidence, Pass } from '../core/evidence.ts';
import type { Attempt, ExchangeFacts, Facts, Profile } from '../core/facts.ts';
import type { Fault } from '../core/fault.ts';
import { statesOf } from '../core/states-of.ts';
import { authoredSteps } from './authored.ts';
import { scriptedStatuses } from './scripted-statuses.ts';

/** What the facts are arranged by. */
export interface ArrangeOptions {
  readonly faults: readonly Fault[];
  readonly profile: Profile;
}

/** Puts together what belongs together, once, for all rules and expectations. */
export function arrangeFacts(item: Case, evidence: Evidence, options: ArrangeOptions): Facts {
  return {
    case: item,
    evidence,
    profile: options.profile,
    timeouts: evidence.timeouts,
    exchanges: arrangePass(item, evidence.main, options.faults),
    twin: arrangePass(item, evidence.twin, options.faults),
    upstreams: arrangeUpstreams(item, evidence),
  };
}

function arrangePass(item: Case, pass: Pass, faults: readonly Fault[]): ExchangeFacts[] {
  const outcomes = new Map(faults.map((fault) => [fault.name, fault.outcome]));
  const authored = new Map(
    authoredSteps(item.variant.steps, item.gateway.name).map((step) => [step.path, step.values]),
  );
  const attempts = Map.groupBy(attemptsOf(pass), (attempt) => attempt.id);
  return [...pass.exchanges]
    .sort((a, b) => a.startedAt - b.startedAt)
    .map((exchange) => ({
      exchange,
      attempts: attempts.get(exchange.id) ?? [],
      outcome: outcomes.get(exchange.fault ?? '') ?? null,
      scripted: exchange.fault === null ? [] : statusesOf(item, exchange.upstream, exchange.fault),
      authored: authored.get(exchange.step) ?? {},
    }));
}

function statusesOf(item: Case, upstream: string, fault: string): number[] {
  const states = statesOf(item.variant, upstream).filter((state) => state.fault === fault);
  return [...new Set(states.flatMap((state) => scriptedStatuses(state.effect)))];
}

function arrangeUpstreams(item: Case, evidence: Evidence): Facts['upstreams'] {
  const attempts = attemptsOf(evidence.main).filter(isOfSteps);
  const connections = connectionsOf(evidence.main, evidence.armings).filter(isOfSteps);
  const of = <One extends { upstream: string }>(all: readonly One[], name: string) =>
    all.filter((one) => one.upstream === name);
  return Object.fromEntries(
    upstreamNames(item, evidence.main).map((name) => [
      name,
      { attempts: of(attempts, name), connections: of(connections, name).length },
    ]),
  );
}

function isOfSteps({ phase }: Pick<Attempt, 'phase'>): boolean {
  return phase === 'steps';
}
