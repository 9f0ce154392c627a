import { describeAnswer, type ExchangeFacts, type Facts, slack } from '../core/facts.ts';
import type { Rule } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';

export default [
  {
    id: 'R-9110-10.1.1-1',
    title: 'Expect: 100-continue is acted upon',
    level: 'practice',
    source: 'RFC 9110 section 10.1.1 (MUST of proxies; by analogy for a gateway)',
    summary:
      'A client that waits for a 100 gets one, or a final response, or its head goes on to the upstream, whose 100 it then gets. A gateway that waits for the content while the client waits for it makes every upload slow.',
    example:
      'Upstream: refuses the connection. Client: waits three seconds, sends its content in vain, and gets the 502 then.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange }) => exchange.continued === 'by-patience')
        .filter((one) => satIdle(one, facts) || keptContinue(one, facts))
        .map((one) => ({
          expected: satIdle(one, facts)
            ? 'a 100, a final response, or the head at the upstream'
            : "the upstream's 100 at the client",
          actual: `nothing until the content came, then: ${describeAnswer(one.exchange)}`,
          exchange: one.exchange.id,
          timed: true,
        })),
  },
  {
    id: 'R-9110-10.1.1-2',
    title: 'A final response follows a 100',
    level: 'must',
    source: 'RFC 9110 section 10.1.1',
    summary:
      'Who was told to go on and has sent its content is owed a final response. If the upstream dies or falls silent, that is a 502 or 504 of the gateway.',
    example: 'Upstream: a 100, then an RST. Client: the 100, and a FIN.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange: { interim, final, aborted } }) => {
          return aborted === null && final === null && interim.some(({ status }) => status === 100);
        })
        .filter(({ exchange: { body, bodySent } }) => bodySent === (body?.bytes ?? 0))
        .map(({ exchange }) => ({
          expected: 'a final response behind the 100',
          actual: `a 100, then none: ${describeAnswer(exchange)}`,
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

/** How long after the request a gateway that acts has done so: it may have to connect, and the upstream to answer. */
function actsWithin({ timeouts: { connect, read } }: Facts): number {
  return connect + read + slack(connect + read);
}

/** Neither did the head reach an upstream in time, nor anything the client. */
function satIdle({ exchange, attempts }: ExchangeFacts, facts: Facts): boolean {
  const moments = [...attempts.map(({ at }) => at), ...exchange.pieces.map(({ at }) => at)];
  return moments.every((at) => at - exchange.startedAt > actsWithin(facts));
}

/** The upstream said 100 in time, and the client never heard of it. */
function keptContinue({ exchange, answer }: ExchangeFacts, facts: Facts): boolean {
  const said = answer?.interim.some(({ status }) => status === 100) && answer.firstAt !== null;
  return said === true && (answer?.firstAt ?? 0) - exchange.startedAt <= actsWithin(facts);
}
