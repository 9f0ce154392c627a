import { formatDuration } from '../core/duration.ts';
import { type Attempt, answerTime, describeAnswer, type ExchangeFacts, slack } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { describeAttempt } from './facts/describe-attempt.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { furtherAttempts } from './facts/further-attempts.ts';
import { methodKind } from './facts/method-kind.ts';

/**
 * So many attempts at one upstream within so many milliseconds are no back-off. Envoy waits up to 25, 75 and 175 ms, at
 * random ("x-envoy-max-retries"): its first four attempts are that close in one case of three hundred.
 */
const HAMMERED = { attempts: 4, within: 20 };

export default [
  {
    id: 'R-9110-9.2.2-3',
    title: 'A retry that failed is not retried',
    level: 'should',
    source: 'RFC 9110 section 9.2.2 (SHOULD NOT of clients, which a gateway is upstream)',
    summary:
      'A gateway that repeats a failed request of its own accord does so once. One more attempt is granted where it was configured, on another replica.',
    example: 'Upstream: closes every connection that a GET comes on. Gateway: sends the GET five times.',
    judge: (facts) => tooMany(facts, (one) => one.attempts, 2 + furtherAttempts(facts)),
  },
  {
    id: 'OP-12',
    title: 'No more attempts than were configured',
    level: 'practice',
    source: 'operational practice; Google SRE book, "Handling Overload"; Envoy, "x-envoy-max-retries"',
    summary:
      'A request reaches the upstreams once, and once more for each retry that was configured. Not counted are attempts on a pooled connection that died without a byte: whether it was still good could not be known before; nor those that the upstream said it did not process (RFC 9113 section 8.7).',
    example: 'Upstream: closes a new connection as it has read a GET. Gateway: sends the GET again.',
    judge: (facts) => tooMany(facts, countedAttempts, 1 + furtherAttempts(facts)),
  },
  {
    id: 'OP-14',
    title: 'Backs off between attempts at one upstream',
    level: 'practice',
    source: 'operational practice; Envoy, "x-envoy-max-retries"; AWS Well-Architected, REL05-BP03',
    summary: `Between attempts at the same upstream there is time, and more of it each time: ${HAMMERED.attempts} attempts within ${HAMMERED.within} ms only add to the trouble of one that is in trouble.`,
    example: 'Upstream: closes every new connection. Gateway: ten attempts within 9 ms.',
    judge: (facts) =>
      everyExchange(facts).flatMap(({ exchange, attempts }) => {
        const ms = [...Map.groupBy(attempts, ({ upstream }) => upstream).values()].flatMap(shortestSpans)[0];
        if (ms === undefined) return [];
        const actual = `${HAMMERED.attempts} of ${attempts.length} attempts within ${Math.ceil(ms)} ms`;
        return [{ expected: 'time between attempts at one upstream', actual, exchange: exchange.id }];
      }),
  },
  {
    id: 'OP-06a',
    title: 'All attempts together are bounded',
    level: 'practice',
    source: 'operational practice; Envoy, "config.route.v3.RouteAction.timeout" (it includes all retries)',
    summary:
      'Where several attempts failed, the client is answered within one read timeout for each attempt that was configured, however many there were: retries must not make it wait in vain for longer.',
    example: 'Upstream: silent on a pooled connection and on a new one, read timeout 1 s. Client: a 504 after 2 s.',
    judge: (facts) => {
      const { read } = facts.timeouts;
      const limit = (1 + furtherAttempts(facts)) * (read + slack(read));
      return everyExchange(facts)
        .filter(({ exchange, attempts }) => exchange.aborted === null && attempts.length > 1)
        .filter(({ exchange: { final }, madeBy }) => final === null || (madeBy === 'gateway' && final.status >= 500))
        .filter(({ exchange }) => answerTime(exchange) > limit || exchange.ended === 'timeout')
        .map(({ exchange, attempts }) => ({
          expected: `an answer within ${formatDuration(limit)}, all attempts together`,
          actual: `${formatDuration(answerTime(exchange))} and ${attempts.length} attempts (${describeAnswer(exchange)})`,
          exchange: exchange.id,
          timed: exchange.ended !== 'timeout',
        }));
    },
  },
] satisfies Rule[];

/** What is not known to be idempotent has rules of its own. */
function tooMany(
  facts: Parameters<Rule['judge']>[0],
  count: (one: ExchangeFacts) => readonly Attempt[],
  limit: number,
): Violation[] {
  return everyExchange(facts)
    .filter(({ exchange }) => methodKind(exchange.method) === 'idempotent')
    .filter((one) => count(one).length > limit)
    .map(({ exchange, attempts }) => ({
      expected: `${limit === 1 ? 'one attempt' : `at most ${limit} attempts`} at ${exchange.method} ${exchange.target}`,
      actual: `${attempts.length} attempts: ${attempts.map(describeAttempt).join(', ')}`,
      exchange: exchange.id,
    }));
}

function countedAttempts({ attempts, answers }: ExchangeFacts): Attempt[] {
  return attempts
    .filter((_, index) => !answers[index]?.unprocessed)
    .filter((attempt) => attempt.nth === 1 || answers.some((one) => one.attempt === attempt && one.octets.length > 0));
}

/** The time of each run of so many attempts on new connections, where that is too short. */
function shortestSpans(attempts: readonly Attempt[]): number[] {
  const times = attempts.filter(({ nth }) => nth === 1).map(({ at }) => at);
  return times
    .slice(HAMMERED.attempts - 1)
    .map((at, index) => at - (times[index] ?? 0))
    .filter((ms) => ms <= HAMMERED.within);
}
