import { attemptsOf } from '../core/attempts.ts';
import type { Case } from '../core/case.ts';
import { connectionsOf, upstreamNames } from '../core/connections.ts';
import type { Evidence, Exchange, Pass } from '../core/evidence.ts';
import type { Attempt, ExchangeFacts, Facts, Profile } from '../core/facts.ts';
import type { Fault } from '../core/fault.ts';
import { type GatewayStrike, outagesOf } from '../core/gateway-strike.ts';
import { statesOf } from '../core/states-of.ts';
import { authoredSteps } from './authored.ts';
import { madeBy } from './made-by.ts';
import { scriptedStatuses } from './scripted-statuses.ts';
import { UpstreamAnswers } from './upstream-answers.ts';

/** What the facts are arranged by. */
export interface ArrangeOptions {
  readonly faults: readonly Fault[];
  readonly profile: Profile;
}

/** Puts together what belongs together, once, for all rules and expectations. */
export function arrangeFacts(item: Case, evidence: Evidence, options: ArrangeOptions): Facts {
  const { strikes = [] } = evidence;
  const main = arrangePass(item, evidence.main, { faults: options.faults, strikes });
  const outages = outagesOf(strikes);
  const isStruck = ({ exchange }: ExchangeFacts) =>
    outages.some(
      ({ from, until, newOnly }) =>
        exchange.startedAt < until && exchange.endedAt > from && (!newOnly || exchange.nth === 1),
    );
  const isAborted = ({ exchange }: ExchangeFacts) => exchange.aborted !== null;
  return {
    case: item,
    evidence,
    profile: options.profile,
    timeouts: evidence.timeouts,
    exchanges: main.filter((one) => !isAborted(one) && !isStruck(one)),
    twin: arrangePass(item, evidence.twin, { faults: options.faults, strikes: [] }).filter((one) => !isAborted(one)),
    aborted: main.filter((one) => isAborted(one) && !isStruck(one)),
    struck: main.filter(isStruck),
    upstreams: arrangeUpstreams(item, evidence),
  };
}

/** A connection that ended idle because a step had struck the gateway was not ended by it: nothing is to be said of that. */
function withoutStrikes(exchange: Exchange, strikes: readonly GatewayStrike[]): Exchange {
  const { endedLater } = exchange;
  const before = strikes.find(({ until }) => until > exchange.startedAt);
  return endedLater && before && endedLater.at >= before.from ? { ...exchange, endedLater: null } : exchange;
}

function arrangePass(
  item: Case,
  pass: Pass,
  { faults, strikes }: { faults: readonly Fault[]; strikes: readonly GatewayStrike[] },
): ExchangeFacts[] {
  const outcomes = new Map(faults.map((fault) => [fault.name, fault.outcome]));
  const authored = new Map(authoredSteps(item.variant.steps, item.gateway).map((step) => [step.path, step.values]));
  const attempts = Map.groupBy(attemptsOf(pass), (attempt) => attempt.id);
  const answers = new UpstreamAnswers(pass.observations);
  return [...pass.exchanges]
    .sort((a, b) => a.startedAt - b.startedAt)
    .map((exchange) => withoutStrikes(exchange, strikes))
    .map((exchange) => ({
      exchange,
      ...answered(exchange, attempts.get(exchange.id) ?? [], answers),
      outcome: outcomes.get(exchange.fault ?? '') ?? null,
      scripted: exchange.fault === null ? [] : statusesOf(item, exchange.upstream, exchange.fault),
      authored: authored.get(exchange.step) ?? {},
    }));
}

function answered(
  exchange: Exchange,
  attempts: readonly Attempt[],
  all: UpstreamAnswers,
): Pick<ExchangeFacts, 'attempts' | 'answers' | 'answer' | 'madeBy'> {
  const answers = attempts.map((attempt) => all.to(attempt));
  const last = answers.at(-1);
  const answer = last && last.octets.length > 0 ? last : null;
  return { attempts, answers, answer, madeBy: madeBy(exchange, answer) };
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
