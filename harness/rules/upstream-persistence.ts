import type { Exchange, Observation } from '../core/evidence.ts';
import { type Attempt, describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { describeAttempt } from './facts/describe-attempt.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { passOf } from './facts/pass-of.ts';
import { saysClose } from './facts/says-close.ts';
import { uploadEnded } from './facts/upload-ended.ts';

/** A FIN that is so old was not under way while the request was, in milliseconds. */
const NOTICED = 500;

export default [
  {
    id: 'R-9112-9.5-1',
    title: 'A timeout ends in a graceful close',
    level: 'should',
    source: 'RFC 9112 section 9.5',
    summary:
      'A gateway that has waited for too long ends the connection to the silent upstream by a FIN, and does not reset the one to the client behind its 504.',
    example: 'Upstream: silent for the read timeout. Gateway: an RST to it.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange }) => exchange.aborted === null && exchange.ended !== 'timeout')
        .flatMap((one) => [...resetUpstream(one, facts), ...resetClient(one)]),
  },
  {
    id: 'R-9112-9.5-2',
    title: 'A pooled connection that was closed is not used',
    level: 'should',
    source: 'RFC 9112 section 9.5',
    summary:
      'A gateway watches its idle connections and drops one that the upstream has closed. Nobody has to answer for a request that went out on a dead one half a second later.',
    example:
      'Upstream: closes an idle pooled connection. A second later: a POST is sent on it, and the client gets a 502.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange, madeBy }) => exchange.aborted === null && hasFailed(exchange, madeBy))
        .flatMap(({ exchange, attempts }) => {
          const last = attempts.at(-1);
          const closed = last && closedBefore(last, passOf(facts, exchange).observations);
          if (!last || !closed || last.at - closed.at < NOTICED) return [];
          const late = Math.round(last.at - closed.at);
          const actual = `${describeAttempt(last)}, ${late} ms behind the upstream's FIN (${describeAnswer(exchange)})`;
          return [{ expected: 'a connection that is open', actual, exchange: exchange.id }];
        }),
  },
  {
    id: 'R-9112-9.6-1',
    title: 'A connection that the upstream will close gets no further request',
    level: 'must',
    source: 'RFC 9112 section 9.6',
    summary:
      'Where the upstream said `Connection: close` in its response, the gateway sends no further request on that connection, even if it stays open.',
    example: 'Upstream: a 200 with `Connection: close`, and no FIN. Gateway: the next request on the same connection.',
    judge: (facts) => {
      const closing = new Set(everyExchange(facts).flatMap(closingAnswers));
      return everyExchange(facts).flatMap(({ exchange, attempts }) =>
        attempts
          .filter((attempt) => closing.has(keyOf(exchange, { ...attempt, nth: attempt.nth - 1 })))
          .map((attempt) => ({
            expected: 'no request behind a response with Connection: close',
            actual: `${describeAttempt(attempt)}: ${exchange.method} ${exchange.target}`,
            exchange: exchange.id,
          })),
      );
    },
  },
] satisfies Rule[];

/** The upstream had the request, said nothing for the read timeout, and was then reset. */
function resetUpstream({ exchange, answers }: ExchangeFacts, facts: Facts): Violation[] {
  const { observations } = passOf(facts, exchange);
  return answers
    .filter(({ octets, ended }) => octets.length === 0 && ended === 'peer-rst')
    .filter(({ attempt }) => {
      const end = observations.find((event) => event.kind === 'closed' && isOn(event, attempt));
      const waited = (end?.at ?? 0) - attempt.at;
      return waited >= 0.9 * facts.timeouts.read && (end?.at ?? 0) <= exchange.endedAt + NOTICED;
    })
    .map(({ attempt }) => ({
      expected: 'a FIN to the upstream that was silent for too long',
      actual: `an RST to it (${describeAttempt(attempt)})`,
      exchange: exchange.id,
    }));
}

function resetClient({ exchange, madeBy }: ExchangeFacts): Violation[] {
  const { final, ended } = exchange;
  const timedOut = madeBy === 'gateway' && final?.status === 504 && final.complete;
  if (!timedOut || ended !== 'rst' || !uploadEnded(exchange)) return [];
  return [{ expected: 'a FIN behind the 504, or a kept connection', actual: 'an RST', exchange: exchange.id }];
}

function hasFailed({ final }: Exchange, madeBy: ExchangeFacts['madeBy']): boolean {
  return final === null || (madeBy === 'gateway' && final.status >= 500);
}

/** The upstream's FIN on the connection of an attempt, if it came before the attempt did. */
function closedBefore(attempt: Attempt, observations: readonly Observation[]): Observation | undefined {
  return observations.find(
    (event) =>
      event.kind === 'step' &&
      (event.step === 'close' || event.step === 'half-close') &&
      isOn(event, attempt) &&
      event.at < attempt.at,
  );
}

/** The requests whose answer said that the connection ends. One that was on its way before that is nobody's fault. */
function closingAnswers({ exchange, answers }: ExchangeFacts): string[] {
  return answers
    .filter(({ final, whole }) => whole && final !== null && saysClose(final))
    .map(({ attempt }) => keyOf(exchange, attempt));
}

function keyOf({ phase }: Exchange, { upstream, connection, nth }: Pick<Attempt, 'upstream' | 'connection' | 'nth'>) {
  return [phase === 'twin', upstream, connection, nth].join(' ');
}

function isOn(event: Observation, { upstream, connection }: Attempt): boolean {
  return event.upstream === upstream && 'connection' in event && event.connection === connection;
}
