import { attemptsOf } from '../core/attempts.ts';
import type { Exchange } from '../core/evidence.ts';
import { type Attempt, describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import type { UpstreamAnswer } from '../core/upstream-answer.ts';
import { answeredEarly } from './facts/answered-early.ts';
import { closedAtOnce } from './facts/closed-at-once.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { passOf } from './facts/pass-of.ts';
import { saysClose } from './facts/says-close.ts';
import { uploadEnded } from './facts/upload-ended.ts';

export default [
  {
    id: 'R-9110-7.5-1',
    title: 'An early answer does not end the upload',
    level: 'should',
    source: 'RFC 9110 section 7.5',
    summary:
      'An upstream may answer before it has read all of the request. Unless it says that it will close, or that it failed, the gateway sends the rest all the same.',
    example:
      'Upstream: a 200 as soon as it has read the head. Gateway: forwards it and hangs up in the middle of the body.',
    judge: (facts) =>
      uploads(facts)
        .filter(({ exchange }) => uploadEnded(exchange))
        .flatMap(({ exchange, answers }) => answers.slice(-1).map((answer) => ({ exchange, answer })))
        .filter(({ answer }) => goesOn(answer) && answer.attempt.body === null && isLeft(answer))
        .map(({ exchange, answer }) => ({
          expected: `all ${exchange.body?.bytes} bytes of the request behind the early ${answer.final?.status}`,
          actual: 'the gateway closed the upstream connection in the middle of the request',
          exchange: exchange.id,
        })),
  },
  {
    id: 'R-9110-10.1.1-3',
    title: 'An early answer says whether the connection goes on',
    level: 'should',
    source: 'RFC 9110 section 10.1.1',
    summary:
      'A gateway that answers while the client is still sending either says `Connection: close`, or reads the rest of the body. A client that is told nothing goes on sending to nobody.',
    example: 'Upstream: dead. Gateway: a 502 without `Connection: close`, and then an RST against the upload.',
    judge: (facts) =>
      uploads(facts)
        .filter((one) => !uploadEnded(one.exchange) || (answeredEarly(one) && closedAtOnce(one.exchange)))
        .map(({ exchange }) => exchange)
        .filter(({ version, final }) => version === '1.1' && final?.complete === true && !saysClose(final))
        .filter(({ final, continued }) => final?.framing !== 'close-delimited' && continued !== 'not-sent')
        .filter((exchange) => !saysClose(exchange))
        .map((exchange) => ({
          expected: '`Connection: close` in the early answer, or the whole body read',
          actual: `${describeAnswer(exchange)}, ${progress(exchange)}`,
          exchange: exchange.id,
        })),
  },
  {
    id: 'R-9112-9.3-2',
    title: 'The rest of a body is no request',
    level: 'must',
    source: 'RFC 9112 section 9.3',
    summary:
      'A gateway that answers early and keeps the connection reads the rest of the body away. Else what the client uploads is taken for requests: whoever writes a body can have any request sent.',
    example: 'Client: a POST whose body has `GET /admin HTTP/1.1` in it. Upstream: a request for `/admin`.',
    judge: (facts) => uploads(facts).flatMap((one) => [...smuggled(one.exchange, facts), ...answeredBody(one)]),
  },
  {
    id: 'R-9112-9.5-3',
    title: 'An error that comes during the upload is passed on',
    level: 'should',
    source: 'RFC 9112 section 9.5',
    summary:
      'While it sends a body the gateway watches for an answer. An upstream that says 413 and closes has answered: the client gets the 413, not a 502 for the broken upload.',
    example: 'Upstream: reads the head, sends a 413 and closes. Client: a 502.',
    judge: (facts) =>
      uploads(facts).flatMap(({ exchange, answer, madeBy }) => {
        if (!answer?.final || answer.final.status < 400 || !isWhole(answer) || answer.attempt.body !== null) return [];
        const lost = exchange.final === null || (madeBy === 'gateway' && exchange.final.status >= 500);
        if (!lost || answer.ended === 'our-rst') return [];
        const expected = `the upstream's own ${answer.final.status}`;
        return [{ expected, actual: describeAnswer(exchange), exchange: exchange.id }];
      }),
  },
  {
    id: 'OP-37',
    title: 'An early answer can be read',
    level: 'practice',
    source: 'operational practice; RFC 9112 section 9.6 (a connection is closed in stages)',
    summary:
      'A gateway that answers while the client is still sending, and closes, sends a FIN and reads on for a while. An RST in place of it can destroy the answer before the client has read it.',
    example: 'Client: 3 of 8 MiB sent. Gateway: a 413 and an RST right behind it.',
    judge: (facts) =>
      uploads(facts)
        .filter(({ exchange, attempts }) => exchange.ended === 'rst' && answeredEarly({ exchange, attempts }))
        .filter(({ exchange, answer, madeBy }) =>
          exchange.final ? madeBy === 'gateway' || isWhole(answer) : exchange.received.length > 0 || isWhole(answer),
        )
        .map(({ exchange }) => ({
          expected: 'an answer and a FIN',
          actual: `${describeAnswer(exchange)}, ${progress(exchange)}`,
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

/** Exchanges whose request has content, and whose client stayed. */
function uploads(facts: Facts): ExchangeFacts[] {
  return everyExchange(facts).filter(({ exchange }) => exchange.aborted === null && (exchange.body?.bytes ?? 0) > 0);
}

function isWhole(answer: UpstreamAnswer | null): boolean {
  return answer?.whole === true && answer.final?.complete === true && answer.defects.length === 0;
}

/** Whether the upstream answered well, and said nothing of closing or failing. */
function goesOn(answer: UpstreamAnswer): boolean {
  return isWhole(answer) && answer.final !== null && answer.final.status < 400 && !saysClose(answer.final);
}

/** Whether the gateway ended the connection. */
function isLeft({ ended }: UpstreamAnswer): boolean {
  return ended === 'peer-fin' || ended === 'peer-rst';
}

/** Requests at an upstream that no client made, and whose line stands in this body. */
function smuggled(exchange: Exchange, facts: Facts): Violation[] {
  const pass = passOf(facts, exchange);
  const sent = exchange.sent.toString('latin1');
  const body = sent.slice(sent.indexOf('\r\n\r\n') + 4);
  const asked = new Set(pass.exchanges.map(({ method, target }) => `${method} ${target}`));
  const odd = attemptsOf(pass).find(
    (attempt) => attempt.id === null && !asked.has(line(attempt)) && body.includes(`${line(attempt)} HTTP/`),
  );
  if (!odd) return [];
  const actual = `${line(odd)} at upstream ${odd.upstream}, out of the body of ${exchange.method} ${exchange.target}`;
  return [{ expected: 'no request that no client made', actual, exchange: exchange.id }];
}

function line({ method, target }: Pick<Attempt, 'method' | 'target'>): string {
  return `${method} ${target}`;
}

/** Answers behind the gateway's own early answer can only be to what it took for requests. */
function answeredBody(one: ExchangeFacts): Violation[] {
  const { exchange, madeBy } = one;
  if (madeBy !== 'gateway' || !answeredEarly(one) || exchange.leftover === 0) return [];
  const actual = `${exchange.leftover} more octets behind the early ${exchange.final?.status}`;
  return [{ expected: 'one answer, and the rest of the body read away', actual, exchange: exchange.id }];
}

function progress({ body, bodySent }: Exchange): string {
  return `${bodySent} of ${body?.bytes} bytes of the body sent`;
}
