import { describeAnswer, type ExchangeFacts } from '../core/facts.ts';
import type { Rule } from '../core/rule.ts';
import { cutOf } from './facts/cut.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { isFromStore } from './facts/is-from-store.ts';
import { type Relayed, relayed } from './facts/relayed.ts';

export default [
  {
    id: 'OP-28',
    title: 'A cut body is visibly cut',
    level: 'must',
    source: 'RFC 9112 sections 6.3 and 8, RFC 9110 section 8.6; by inference for chunked',
    summary:
      'When the upstream did not send its whole body the client must be able to tell: fewer bytes than announced, no last chunk, a reset, or a 5xx instead.',
    example:
      'Upstream: `Content-Length: 4096`, 512 octets, FIN. Client: a chunked 200 of 512 octets that ends in `0`: clean, and wrong.',
    judge: (facts) => {
      const cut = new Set(
        relayed(facts)
          .filter(isCleanEndOfCut)
          .map(({ exchange }) => exchange),
      );
      return everyExchange(facts)
        .filter((one) => cut.has(one.exchange) || (isOfCutBody(one) && !isWhole(one)))
        .map(({ exchange }) => ({
          expected: 'a cut that the client can see, or a 5xx instead',
          actual: `${describeAnswer(exchange)}, ${exchange.final?.body.length} bytes of body (${exchange.final?.framing})`,
          exchange: exchange.id,
        }));
    },
  },
  {
    id: 'OP-29',
    title: 'Says something',
    level: 'practice',
    source: 'operational practice; RFC 9110 section 15.6',
    summary:
      'A client to which no byte went yet is answered with a 5xx; the connection is not just closed. An expected `status` of `none` takes its place.',
    example: 'Upstream: an RST instead of an answer. Client: a FIN, and not a byte.',
    judge: (facts) =>
      facts.exchanges
        .filter(({ exchange }) => exchange.phase === 'steps' && exchange.received.length === 0)
        .filter(({ exchange }) => exchange.ended === 'fin' || exchange.ended === 'rst')
        .filter(({ authored }) => ![authored.status].flat().includes('none'))
        .map(({ exchange }) => ({
          expected: 'a 5xx',
          actual: describeAnswer(exchange),
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

/** What the upstream really sent was cut by its own framing, and the client was told that it is whole. */
function isCleanEndOfCut({ answer, got }: Relayed): boolean {
  return cutOf(answer) !== null && got.complete && got.framing !== 'none';
}

/** The fault that was armed cuts bodies, and the client has a whole one. The answer to a HEAD has none that could be cut. */
function isOfCutBody({ outcome, exchange }: ExchangeFacts): boolean {
  const accepts = outcome?.accepts ?? [];
  const whole = accepts.includes('passed-on') || accepts.includes('repaired');
  if (!accepts.includes('truncated') || whole || exchange.method === 'HEAD') return false;
  return exchange.final?.complete === true && exchange.final.status < 500;
}

/** The fault did not strike here: the upstream sent all, and the client got all; or it got a stored response instead. */
function isWhole({ answer, exchange }: ExchangeFacts): boolean {
  if (isFromStore(exchange)) return true;
  const sent = answer?.whole && answer.defects.length === 0 ? answer.final : null;
  return sent?.complete === true && exchange.final?.body.equals(sent.body) === true;
}
