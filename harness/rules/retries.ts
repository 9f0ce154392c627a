import type { Exchange } from '../core/evidence.ts';
import type { Attempt, ExchangeFacts, Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { describeAttempt } from './facts/describe-attempt.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { type MethodKind, methodKind } from './facts/method-kind.ts';

/**
 * By these an upstream invites the client to ask again, whatever the method: RFC 9110 sections 15.5.9, 15.5.18 with
 * 10.1.1, and 15.5.20; RFC 8470 section 5.2.
 */
const INVITES = [408, 417, 421, 425];

export default [
  {
    id: 'OP-10',
    title: 'A request that is not idempotent is sent once',
    level: 'should',
    source: 'RFC 9110 section 9.2.2 (SHOULD NOT of clients, which a gateway is upstream)',
    summary:
      'Whatever happens to it, a request that is known not to be idempotent (POST, PATCH, LOCK) reaches the upstreams once, with a correlation id or without: a replayed POST pays twice.',
    example: 'Upstream: reads a POST and closes. Gateway: sends the POST again, so that the order is placed twice.',
    judge: (facts) => replays(facts, ['not idempotent'], unnamedAttempts).map(oneAttempt),
  },
  {
    id: 'OP-11',
    title: 'An unknown method is sent once',
    level: 'should',
    source: 'RFC 9110 section 9.2.2 (names the idempotent methods; nothing is known of any other)',
    summary:
      'Nobody knows what a method does that the IANA registry does not have, so the request goes out once, like a POST. A list of methods that may not be repeated forgets it.',
    example: 'Upstream: reads `FOO /` and closes. Gateway: sends `FOO /` again.',
    judge: (facts) => replays(facts, ['unknown'], unnamedAttempts).map(oneAttempt),
  },
  {
    id: 'R-9110-9.2.2-1',
    title: 'No POST, PATCH or LOCK is repeated unasked',
    level: 'practice',
    source: 'RFC 9110 section 9.2.2 (MUST NOT of proxies; by analogy for a gateway)',
    summary:
      'An intermediary does not repeat a request that is known not to be idempotent on its own account, however it failed: by FIN, RST, timeout or 5xx, on a new connection or on a pooled one.',
    example: 'Upstream: resets a pooled connection as a POST comes. Gateway: sends the POST again on a new one.',
    judge: (facts) => replays(facts, ['not idempotent']).map(oneAttempt),
  },
  {
    id: 'R-9110-9.2.2-2',
    title: 'What an upstream may have acted upon is not repeated',
    level: 'should',
    source: 'RFC 9110 section 9.2.2 (SHOULD NOT of clients, which a gateway is upstream)',
    summary:
      'A request that is not known to be idempotent, of an unknown method too, is not sent again once an upstream has had it whole: it cannot be known that it was not applied.',
    example: 'Upstream: reads a POST with its body and says nothing. Gateway: sends it again when the time is up.',
    judge: (facts) =>
      replays(facts, ['not idempotent', 'unknown'])
        .filter(({ attempts }) => attempts.slice(0, -1).some(({ body }) => body !== null))
        .map(({ exchange, attempts }) => ({
          expected: `no further attempt at ${exchange.method} ${exchange.target} once an upstream has had it whole`,
          actual: listed(attempts),
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

interface Replay {
  readonly exchange: Exchange;
  readonly attempts: readonly Attempt[];
}

type MoreAttempts = (one: ExchangeFacts, facts: Facts) => readonly Attempt[];

/** Requests whose method is of one of these kinds, and that reached the upstreams more than once without their inviting it. */
function replays(facts: Facts, kinds: readonly MethodKind[], more: MoreAttempts = () => []): Replay[] {
  return everyExchange(facts)
    .filter(({ exchange }) => kinds.includes(methodKind(exchange.method)))
    .filter(({ answers }) => !answers.slice(0, -1).some(({ final }) => INVITES.includes(final?.status ?? 0)))
    .map((one) => ({ exchange: one.exchange, attempts: [...processed(one), ...more(one, facts)] }))
    .filter(({ attempts }) => attempts.length > 1);
}

/** What the upstream gave back unprocessed may be sent again whatever it is (RFC 9113 section 8.7). */
function processed({ attempts, answers }: ExchangeFacts): Attempt[] {
  return attempts.filter((_, index) => !answers[index]?.unprocessed);
}

function oneAttempt({ exchange, attempts }: Replay): Violation {
  const expected = `one attempt at ${exchange.method} ${exchange.target}`;
  return { expected, actual: listed(attempts), exchange: exchange.id };
}

function listed(attempts: readonly Attempt[]): string {
  return `${attempts.length} attempts: ${attempts.map(describeAttempt).join(', ')}`;
}

/**
 * Attempts that came without a correlation id: they belong to the exchange when no other of its method was under way, and
 * method and target are its own.
 */
function unnamedAttempts({ exchange }: ExchangeFacts, facts: Facts): Attempt[] {
  const { method, target, startedAt, endedAt, phase } = exchange;
  const alone = facts.exchanges.every(
    ({ exchange: other }) =>
      other === exchange || other.method !== method || other.endedAt < startedAt || other.startedAt > endedAt,
  );
  if (!alone || phase !== 'steps') return [];
  return Object.values(facts.upstreams)
    .flatMap(({ attempts }) => attempts)
    .filter((attempt) => attempt.id === null && attempt.method === method && attempt.target === target)
    .filter((attempt) => attempt.at >= startedAt && attempt.at <= endedAt);
}
