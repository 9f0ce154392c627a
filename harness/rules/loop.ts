import type { Observation } from '../core/evidence.ts';
import { describeAnswer, type Facts } from '../core/facts.ts';
import { LOOP_BOUND } from '../core/loop-bound.ts';
import type { Rule, Violation } from '../core/rule.ts';

export default [
  {
    id: 'R-9110-7.6-2',
    title: 'A loop is bounded',
    level: 'must',
    source: 'RFC 9110 section 7.6',
    summary: `A gateway whose upstream is itself notices that a request comes round again, by Via, Max-Forwards or a header of its own, and answers with an error. After ${LOOP_BOUND} rounds this program ends the loop in its place.`,
    example: `Upstream: its address is the gateway's own. Gateway: forwards one request to itself ${LOOP_BOUND} times.`,
    judge: (facts) => [...unbounded(facts), ...unanswered(facts)],
  },
] satisfies Rule[];

type Round = Extract<Observation, { kind: 'step' }>;

/** The connections that were led back to the gateway. */
function rounds({ evidence }: Facts): Round[] {
  return evidence.main.observations.filter(
    // Where nobody could be connected to, nothing went round.
    (event) => event.kind === 'step' && event.step === 'splice' && event.note !== 'ECONNREFUSED',
  ) as Round[];
}

function unbounded(facts: Facts): Violation[] {
  const ended = rounds(facts).filter(({ note }) => note === 'bound reached');
  if (ended.length === 0) return [];
  return [{ expected: 'an end that the gateway makes itself', actual: `still going round after ${LOOP_BOUND} rounds` }];
}

/** Whose request went round gets an error, whichever. */
function unanswered(facts: Facts): Violation[] {
  const loops = rounds(facts);
  return facts.exchanges
    .map(({ exchange }) => exchange)
    .filter(({ startedAt, endedAt, upstream }) =>
      loops.some((event) => event.upstream === upstream && event.at >= startedAt && event.at <= endedAt),
    )
    .filter(({ final, aborted }) => aborted === null && !(final && final.status >= 400))
    .map((exchange) => ({ expected: 'an error', actual: describeAnswer(exchange), exchange: exchange.id }));
}
