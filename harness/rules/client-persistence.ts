import type { Exchange } from '../core/evidence.ts';
import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { answeredEarly } from './facts/answered-early.ts';
import { closedAtOnce } from './facts/closed-at-once.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { passOf } from './facts/pass-of.ts';
import { saysClose } from './facts/says-close.ts';
import { uploadEnded } from './facts/upload-ended.ts';

/** Clients wait a second for a close that was announced; no less than this counts as a wait, in milliseconds. */
const WAITED = 900;
/** Errors that say what became of an upstream; 501 and 505 speak of the request. */
const UPSTREAM_ERRORS = [500, 502, 503, 504];

export default [
  {
    id: 'R-9112-9.3-3',
    title: 'A connection with an HTTP/1.0 client ends with its response',
    level: 'practice',
    source: 'RFC 9112 section 9.3 (MUST NOT of proxies; by analogy for a gateway)',
    summary:
      'An intermediary keeps no persistent connection with an HTTP/1.0 client, even where that asks for keep-alive: an old proxy in between may have passed the word on without knowing it.',
    example: 'Client: `GET / HTTP/1.0`, `Connection: keep-alive`. Gateway: a 502, and the connection stays open.',
    judge: (facts) =>
      everyExchange(facts)
        .map(({ exchange }) => exchange)
        .filter(({ version, ended, final }) => version === '1.0' && ended === 'kept' && final?.complete === true)
        .filter(({ aborted, final }) => aborted === null && final !== null && !saysClose(final))
        .map((exchange) => said('a connection that ends behind the response to HTTP/1.0', exchange)),
  },
  {
    id: 'R-9112-9.5-4',
    title: "A client connection outlives the gateway's error",
    level: 'should',
    source: 'RFC 9112 section 9.5',
    summary:
      'That an upstream failed says nothing against the client, whose request was read whole: its connection is kept, so that the next request finds it there.',
    example: 'Upstream: closes without an answer. Client: a 502 with `Connection: close`.',
    judge: (facts) =>
      gatewayErrors(facts)
        .filter((one) => !answeredEarly(one))
        .filter(({ exchange }) => announced(exchange) || closedAtOnce(exchange))
        .map(({ exchange }) => said('a connection that is kept', exchange)),
  },
  {
    id: 'R-9112-9.6-2',
    title: 'A close is announced',
    level: 'should',
    source: 'RFC 9112 section 9.6',
    summary:
      'A gateway that closes the connection behind a response says `Connection: close` in it; or else the next request, which may be a POST, runs into the close.',
    example: 'Gateway: a 200 without `Connection: close`, and a FIN right behind it.',
    judge: (facts) =>
      everyExchange(facts)
        .filter((one) => isSound(one.exchange) && !answeredEarly(one))
        .filter(({ exchange }) => !announced(exchange) && closedAtOnce(exchange))
        .map(({ exchange }) => said('`Connection: close` in the response, or a connection that is kept', exchange)),
  },
  {
    id: 'R-9112-9.6-3',
    title: 'A close that was announced comes',
    level: 'must',
    source: 'RFC 9112 section 9.6',
    summary:
      'A gateway that said `Connection: close` starts to close behind that response: within a second of it, with no request of the client still on its way.',
    example: 'Gateway: a 502 with `Connection: close`. Client: the connection is open a second later.',
    judge: (facts) =>
      everyExchange(facts)
        .map(({ exchange }) => exchange)
        .filter((exchange) => exchange.aborted === null && exchange.final?.complete === true && announced(exchange))
        .filter((exchange) => exchange.ended === 'kept' && uploadEnded(exchange))
        .filter(({ endedAt, pieces }) => endedAt - (pieces.at(-1)?.at ?? endedAt) >= WAITED)
        .map((exchange) => ({ ...said('a FIN within 1 s of the response', exchange), timed: true })),
  },
  {
    id: 'OP-36',
    title: 'A connection that was kept serves the next request',
    level: 'practice',
    source: 'operational practice; RFC 9112 section 9.5',
    summary:
      'Where the gateway kept the connection behind an error of its own, the next request on it is read and answered.',
    example: 'Gateway: a 502, connection kept. The next request on it: not a byte, and a FIN.',
    judge: (facts) =>
      gatewayErrors(facts)
        .filter(({ exchange }) => exchange.ended === 'kept' && !announced(exchange))
        .flatMap(({ exchange }) => everyExchange(facts).filter((other) => isNext(other, exchange, facts)))
        .filter(({ exchange, attempts }) => exchange.fault === null && attempts.length === 0)
        .filter(({ exchange }) => exchange.received.length === 0 && exchange.ended !== 'kept')
        .map(({ exchange }) => ({
          expected: 'an answer to the next request on a connection that was kept behind an error',
          actual: describeAnswer(exchange),
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

function gatewayErrors(facts: Facts): ExchangeFacts[] {
  return everyExchange(facts).filter(
    ({ exchange, madeBy }) =>
      madeBy === 'gateway' && UPSTREAM_ERRORS.includes(exchange.final?.status ?? 0) && isSound(exchange),
  );
}

/** Whether nothing in the exchange gave a reason to close: an HTTP/1.1 client that wants to stay, both messages whole. */
function isSound(exchange: Exchange): boolean {
  const { version, aborted, final, defects, leftover } = exchange;
  if (version !== '1.1' || aborted !== null || final?.complete !== true || final.status === 101) return false;
  const clean = defects.length === 0 && leftover === 0 && final.framing !== 'close-delimited';
  return clean && !saysClose(exchange) && uploadEnded(exchange);
}

function announced({ final }: Exchange): boolean {
  return final !== null && saysClose(final);
}

function isNext({ exchange: other }: ExchangeFacts, exchange: Exchange, facts: Facts): boolean {
  const { connection, nth } = exchange;
  return other.connection === connection && other.nth === nth + 1 && passOf(facts, other) === passOf(facts, exchange);
}

function said(expected: string, exchange: Exchange): Violation {
  const { final, endedLater, endedAt } = exchange;
  const close = final && saysClose(final) ? ', with Connection: close' : '';
  const later = endedLater
    ? `, then ${endedLater.how.toUpperCase()} ${Math.ceil(endedLater.at - endedAt)} ms later`
    : '';
  return { expected, actual: `${describeAnswer(exchange)}${close}${later}`, exchange: exchange.id };
}
