import { formatDuration } from '../core/duration.ts';
import { answerTime, describeAnswer, type ExchangeFacts, type Facts, slack } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import type { PoolLimit } from '../core/scenario.ts';
import { nobodyAsked } from './facts/nobody-asked.ts';

/** So long two requests may seem to be there together while one has only just ended: news of several sockets, in milliseconds. */
const MOMENT = 50;

/** A limit that the gateway was given of what is at one upstream at once. */
export default [
  {
    id: 'OP-22',
    title: 'A limit of an upstream is kept, and what is too much is told so',
    level: 'practice',
    source: 'operational practice; RFC 9209 section 2.3.12 (connection_limit_reached, 503)',
    summary:
      'Where a gateway is given a limit of requests at one upstream, no more are there at once. One that finds it full is answered 503 when its time in the queue is over, at once where there is no queue; and whoever gets a turn gets it within that time.',
    example: 'Limit: two requests. Upstream: both are under way. Client of the third: `200 OK`, after 40 s in a queue.',
    judge: (facts) => {
      const { pool } = facts.case.variant.settings;
      if (!pool) return [];
      const passes = [facts.twin, [...facts.exchanges, ...facts.aborted]];
      return passes.flatMap((pass) => {
        const stays = pass.flatMap(staysOf);
        const judged = pass.filter(({ exchange }) => exchange.aborted === null);
        return [...crowds(stays, pool), ...judged.flatMap((one) => whoCameTooMuch(one, stays, pool, facts))];
      });
    },
  },
] satisfies Rule[];

/** One request at an upstream: from its head to the end of its answer, or of its connection. */
interface Stay {
  readonly id: string;
  readonly upstream: string;
  readonly from: number;
  readonly until: number;
}

/** An answer that was never whole lasted for as long as its exchange, where nothing tells when the connection ended. */
function staysOf({ exchange, attempts, answers }: ExchangeFacts): Stay[] {
  return attempts.map(({ upstream, at }, index) => {
    const next = attempts[index + 1]?.at ?? exchange.endedAt;
    return { id: exchange.id, upstream, from: at, until: Math.min(answers[index]?.lastAt ?? next, next) };
  });
}

/** Moments at which an upstream had more requests than the limit; one of each upstream is told, the worst. */
function crowds(stays: readonly Stay[], { connections }: PoolLimit): Violation[] {
  return [...Map.groupBy(stays, ({ upstream }) => upstream)].flatMap(([upstream, own]) => {
    const counts = own.map(({ from }) => thereAt(own, from + MOMENT).length);
    const most = Math.max(0, ...counts);
    if (most <= connections) return [];
    const expected = `at most ${connections} requests at upstream ${upstream} at once`;
    return [{ expected, actual: `${most}`, timed: true }];
  });
}

/** What is said of an exchange that found its upstream full. */
function whoCameTooMuch(one: ExchangeFacts, stays: readonly Stay[], pool: PoolLimit, facts: Facts): Violation[] {
  const { exchange, attempts } = one;
  const [first] = attempts;
  const others = stays.filter(({ id, upstream }) => id !== exchange.id && upstream === exchange.upstream);
  const most = pool.wait + slack(pool.wait);
  const full = [exchange.startedAt, ...others.map(({ from }) => from)]
    .filter((at) => at >= exchange.startedAt && at < (first?.at ?? exchange.endedAt))
    .some((at) => thereAt(others, at).length >= pool.connections);
  if (!full) return [];
  if (first) return lateTurn(first.at - exchange.startedAt, one, most);
  if (one.madeBy === 'upstream' || !nobodyAsked(one, facts)) return [];
  const expected = `a 503 within ${formatDuration(most)}: ${pool.connections} requests are at the upstream`;
  const time = answerTime(exchange);
  if (exchange.final?.status !== 503) return [{ expected, actual: describeAnswer(exchange), exchange: exchange.id }];
  return time <= most
    ? []
    : [{ expected, actual: `after ${formatDuration(time)}`, exchange: exchange.id, timed: true }];
}

/** A request with content may have been long on its way. */
function lateTurn(waited: number, { exchange }: ExchangeFacts, most: number): Violation[] {
  if (exchange.body !== null || waited <= most) return [];
  const expected = `a turn within ${formatDuration(most)}, or a 503`;
  return [{ expected, actual: `a turn after ${formatDuration(waited)}`, exchange: exchange.id, timed: true }];
}

function thereAt(stays: readonly Stay[], at: number): Stay[] {
  return stays.filter(({ from, until }) => from <= at && until > at);
}
