import { formatDuration } from '../core/duration.ts';
import type { Exchange } from '../core/evidence.ts';
import { answerTime, describeAnswer, type ExchangeFacts, type Facts, slack } from '../core/facts.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { cutOf } from './facts/cut.ts';
import { dripsHead } from './facts/drips-head.ts';

type Bound = Outcome['bound'];

/** What OP-01 grants from the moment when the fault strikes, retries included, in milliseconds. */
const AT_ONCE = 500;
/** The resolver that a gateway is given is asked with `timeout:1 attempts:1` (resolv.conf(5)), in milliseconds. */
const RESOLVER_TIMEOUT = 1000;

export default [
  {
    id: 'OP-01',
    title: 'Fails fast when the upstream has failed',
    level: 'practice',
    source: 'operational practice; HAProxy configuration manual, "retries"',
    summary: `A refusal, a close or a malformed answer is known at once, so the client is told within ${AT_ONCE} ms of it, retries included.`,
    example: 'Upstream: nothing listens. Client: a 502 after 4 s of retries.',
    judge: (facts) =>
      overdue(facts, ['at-once'], (one) => ({
        since: struckAt(facts, one),
        limit: AT_ONCE,
        why: 'of the failure',
      })),
  },
  {
    id: 'OP-02',
    title: 'Connecting is bounded',
    level: 'practice',
    source: 'RFC 9110 section 15.6.5 (a timely response) and the timeout that the gateway was given',
    summary:
      'When SYNs are dropped the client is answered after one connect timeout; when the resolver is silent, after its one second.',
    example: 'Upstream: the firewall drops every SYN, connect timeout 1 s. Client: a 504 after 60 s.',
    judge: (facts) => [
      ...overdue(facts, ['connect-timeout'], timeoutOf(facts.timeouts.connect, 'connect timeout')),
      ...overdue(facts, ['dns-timeout'], timeoutOf(RESOLVER_TIMEOUT, 'resolver timeout')),
    ],
  },
  {
    id: 'OP-03',
    title: 'Silence is bounded, and every exchange ends',
    level: 'practice',
    source: 'RFC 9110 section 15.6.5 (a timely response) and the timeout that the gateway was given',
    summary: 'When an upstream says nothing the client is answered after the read timeout; nothing leaves it hanging.',
    example: 'Upstream: reads the request and says nothing, read timeout 1 s. Client: still waiting after 5 s.',
    judge: (facts) => [
      ...overdue(facts, ['read-timeout'], timeoutOf(facts.timeouts.read, 'read timeout')),
      ...facts.exchanges
        .filter((one) => (one.outcome === null || one.outcome.bound === 'none') && !dripsHead(one, facts))
        .flatMap(hung),
    ],
  },
  {
    id: 'OP-04',
    title: 'A head that drips is bounded',
    level: 'practice',
    source: 'operational practice',
    summary:
      'An upstream that sends a head octet by octet, each within the read timeout, is given up while the client still waits: within five times the longer of the two timeouts. A timeout of inactivity alone never ends that.',
    example: 'Upstream: an octet of an endless field every 0.4 s, read timeout 1 s. Client: still waiting after 5 s.',
    judge: (facts) => facts.exchanges.filter((one) => dripsHead(one, facts)).flatMap(hung),
  },
  {
    id: 'OP-05',
    title: 'A stall in the body is bounded',
    level: 'practice',
    source: 'RFC 9112 section 6.3 (a body that times out is incomplete) and the timeout that the gateway was given',
    summary: 'When the upstream stops in mid-body the client connection ends after the read timeout.',
    example: 'Upstream: half a body, then silence, read timeout 1 s. Client: an open connection, and no more octets.',
    judge: (facts) => [
      ...overdue(facts, ['body-stall'], timeoutOf(facts.timeouts.read, 'read timeout')),
      ...late(facts.exchanges.flatMap((one) => stalled(one, facts.timeouts.read))),
    ],
  },
] satisfies Rule[];

/** A time that an exchange must end within: so many milliseconds since a moment. */
interface Limit {
  readonly since: number;
  readonly limit: number;
  readonly why: string;
}

/** The exchanges that ended too late, the latest first. OP-06a is for those that were tried again when the read timeout was over. */
function overdue(facts: Facts, bounds: readonly Bound[], limitOf: (one: ExchangeFacts) => Limit): Violation[] {
  const bounded = facts.exchanges.filter(
    ({ outcome, attempts }) =>
      outcome !== null && bounds.includes(outcome.bound) && !(outcome.bound === 'read-timeout' && attempts.length > 1),
  );
  return late(bounded.map((one) => ({ exchange: one.exchange, ...limitOf(one) })));
}

function late(bounded: readonly (Limit & Pick<ExchangeFacts, 'exchange'>)[]): Violation[] {
  return (
    bounded
      // What the client itself took is not held against the gateway.
      .map((one) => ({ ...one, limit: one.limit + (one.exchange.dawdled ?? 0) }))
      .map((one) => ({ ...one, ms: one.exchange.startedAt + answerTime(one.exchange) - one.since }))
      .filter(({ exchange, ms, limit }) => ms > limit || exchange.ended === 'timeout')
      .sort((a, b) => b.ms - a.ms)
      .map(({ exchange, ms, limit, why }) => ({
        expected: `the end of the exchange within ${formatDuration(limit)} ${why}`,
        ...tookTime(exchange, ms),
      }))
  );
}

function timeoutOf(timeout: number, name: string): (one: ExchangeFacts) => Limit {
  const why = `(${name} ${formatDuration(timeout)} and ${formatDuration(slack(timeout))})`;
  return ({ exchange }) => ({ since: exchange.startedAt, limit: timeout + slack(timeout), why });
}

/**
 * When the fault struck: when the first attempt's connection came to the end of its script, or when the upstream's process
 * was seen to have got its signal, so that neither a script's own waiting nor the runtime's is held against the gateway.
 * Where the upstream is the gateway itself, with the last round. Without any of these, when the request was sent.
 */
function struckAt(facts: Facts, { exchange, attempts: [first] }: ExchangeFacts): number {
  const { observations } = facts.evidence.main;
  const ended = observations.find(
    (event) =>
      event.kind === 'step' &&
      event.last &&
      event.upstream === first?.upstream &&
      event.connection === first.connection &&
      event.at >= first.at,
  );
  const signalled = observations.find(
    (event) => event.kind === 'signal' && event.upstream === exchange.upstream && event.at >= exchange.startedAt,
  );
  const lastRound = observations.findLast(
    (event) =>
      event.kind === 'step' &&
      event.step === 'splice' &&
      event.upstream === exchange.upstream &&
      event.at <= exchange.endedAt,
  );
  const struck = Math.max(exchange.startedAt, ended?.at ?? 0, signalled?.at ?? 0, lastRound?.at ?? 0);
  return Math.min(struck, exchange.endedAt);
}

/**
 * The limit of an exchange whose upstream, by a script of the author's, stopped in mid-body and did not close: from the last
 * octet that it sent. One that never ended is OP-03's.
 */
function stalled({ exchange, outcome, answer }: ExchangeFacts, timeout: number) {
  if (outcome !== null || exchange.ended === 'timeout') return [];
  if (!answer?.lastAt || cutOf(answer)?.by !== 'gateway') return [];
  const why = `of its last octet (read timeout ${formatDuration(timeout)} and ${formatDuration(slack(timeout))})`;
  return [{ exchange, since: answer.lastAt, limit: timeout + slack(timeout), why }];
}

function hung({ exchange }: ExchangeFacts): Violation[] {
  if (exchange.ended !== 'timeout') return [];
  return [{ expected: 'an exchange that ends', ...tookTime(exchange, 0) }];
}

/** A client that waited in vain to the end of its patience, many times the bound, was not misled by a late clock. */
function tookTime(exchange: Exchange, ms: number): Pick<Violation, 'actual' | 'exchange' | 'timed'> {
  const answer = describeAnswer(exchange);
  if (exchange.ended !== 'timeout')
    return { actual: `${formatDuration(ms)} (${answer})`, exchange: exchange.id, timed: true };
  const patience = Math.round((exchange.endedAt - exchange.startedAt) / 100) * 100;
  return { actual: `still waiting after ${formatDuration(patience)} (${answer})`, exchange: exchange.id };
}
