import { formatDuration } from '../core/duration.ts';
import type { Observation } from '../core/evidence.ts';
import { type Attempt, type ExchangeFacts, type Facts, slack } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { describeAttempt } from './facts/describe-attempt.ts';

/** How long the upstream may go on working for a client that is gone, in milliseconds (operational practice, OP-38). */
const WITHIN = 1000;

export default [
  {
    id: 'OP-38',
    title: 'A client that leaves takes its request along',
    level: 'practice',
    source: 'operational practice',
    summary:
      'When a client gives a request up, so does the gateway: within a second the upstream sees its connection end, and no further attempt is made. Else an overloaded app works for nobody. Judged while the upstream is still answering, and where the case goes on for long enough to see it.',
    example: 'Client: RST after 1 of 20 octets. Upstream: goes on sending one octet every 300 ms, and is read for 5 s.',
    judge: (facts) => facts.aborted.flatMap((one) => [...workedOn(one, facts), ...triedAgain(one)]),
  },
] satisfies Rule[];

function workedOn({ exchange, attempts, answers }: ExchangeFacts, facts: Facts): Violation[] {
  const last = attempts.at(-1);
  if (!last || answers.at(-1)?.final?.complete) return [];
  const { exchanges, observations } = facts.evidence.main;
  const until = exchange.endedAt + WITHIN;
  const limit = until + slack(0);
  const closed = observations.find((event) => isEndOf(event, last))?.at ?? Number.POSITIVE_INFINITY;
  const seenUntil = Math.max(...exchanges.map(({ endedAt }) => endedAt));
  if (closed <= limit || seenUntil <= limit) return [];
  const when = Number.isFinite(closed) ? `${formatDuration(closed - exchange.endedAt)} after it left` : 'not at all';
  return [
    {
      expected: `the upstream connection ended within ${formatDuration(WITHIN)} of the client's leaving`,
      actual: `${describeAttempt(last)} ended ${when}`,
      exchange: exchange.id,
      timed: true,
    },
  ];
}

function isEndOf(event: Observation, { upstream, connection }: Attempt): boolean {
  return event.kind === 'closed' && event.upstream === upstream && event.connection === connection;
}

function triedAgain({ exchange, attempts }: ExchangeFacts): Violation[] {
  return attempts
    .filter(({ at }) => at > exchange.endedAt + slack(0))
    .map((attempt) => ({
      expected: 'no attempt for a client that is gone',
      actual: `${describeAttempt(attempt)}, ${formatDuration(attempt.at - exchange.endedAt)} after it left`,
      exchange: exchange.id,
      timed: true,
    }));
}
