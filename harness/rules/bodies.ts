import { describeAnswer, type ExchangeFacts } from '../core/facts.ts';
import type { Rule } from '../core/rule.ts';

export default [
  {
    id: 'OP-28',
    title: 'A cut body is visibly cut',
    level: 'must',
    source: 'RFC 9112 sections 6.3 and 8, RFC 9110 section 8.6; by inference for chunked',
    summary:
      'When the upstream did not send its whole body the client must be able to tell: fewer bytes than announced, no last chunk, a reset, or a 5xx instead.',
    judge: (facts) =>
      facts.exchanges
        .filter(isOfCutBody)
        .filter(({ exchange: { final } }) => final?.complete && final.status < 500)
        .map(({ exchange }) => ({
          expected: 'a cut that the client can see, or a 5xx instead',
          actual: `${describeAnswer(exchange)}, ${exchange.final?.body.length} bytes of body (${exchange.final?.framing})`,
          exchange: exchange.id,
        })),
  },
  {
    id: 'OP-29',
    title: 'Says something',
    level: 'practice',
    source: 'operational practice; RFC 9110 section 15.6',
    summary:
      'A client to which no byte went yet is answered with a 5xx; the connection is not just closed. An expected `status` of `none` takes its place.',
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

/** The answer to a HEAD has no body that could be cut. */
function isOfCutBody({ outcome, exchange }: ExchangeFacts): boolean {
  const accepts = outcome?.accepts ?? [];
  const whole = accepts.includes('passed-on') || accepts.includes('repaired');
  return accepts.includes('truncated') && !whole && exchange.method !== 'HEAD';
}
