import type { DefectCode } from '../core/defect-code.ts';
import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { chunkExtensions } from './facts/chunk-extensions.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { inQuotes } from './facts/in-quotes.ts';
import { isFromStore } from './facts/is-from-store.ts';
import { relayed } from './facts/relayed.ts';
import { type AnswerWithFinal, soundAnswer } from './facts/sound-answer.ts';

/** A gateway may bound the extensions (RFC 9112 section 7.1.1); none that is known has a bound below this, in octets. */
const MODEST = 256;

/** What makes a chunk none; white space behind its size, which some old servers pad it with, is let pass. */
const NO_CHUNKS: readonly DefectCode[] = ['bad-chunk-size', 'bad-chunk-extension', 'missing-chunk-end'];
const PADDED = /\r\n[0-9a-f]+[ \t]+\r\n/i;

export default [
  {
    id: 'R-9112-6.1-1',
    title: 'Chunked is always understood',
    level: 'must',
    source: 'RFC 9112 section 6.1',
    summary:
      'Every recipient of HTTP/1.1 decodes chunks: of one octet, with sizes in upper or lower case, with leading zeros. The content comes out whole.',
    example: 'Upstream: chunks `1\\r\\na\\r\\n`, `00A\\r\\n0123456789\\r\\n`. Client: a 502.',
    judge: (facts) => notDecoded(facts, (extensions) => extensions.length === 0),
  },
  {
    id: 'R-9112-7.1.1-1',
    title: 'Chunk extensions are passed over',
    level: 'must',
    source: 'RFC 9112 section 7.1.1',
    summary:
      'An extension that a recipient does not know is ignored: it is no part of the size, and none of the content.',
    example: 'Upstream: `5;a=b\\r\\nhello\\r\\n`. Client: a 502.',
    judge: (facts) => notDecoded(facts, (extensions) => extensions.length > 0 && extensions.join('').length <= MODEST),
  },
  {
    id: 'R-9112-7.1-1',
    title: 'A chunk size does not overflow',
    level: 'must',
    source: 'RFC 9112 section 7.1',
    summary:
      'A size with more digits than a machine integer holds is not cut down to a smaller one: the chunk would end in the midst of its data, and what follows be read as a new one.',
    example:
      'Upstream: `10000000000000005\\r\\nhello\\r\\n0\\r\\n\\r\\n` (2^64 + 5). Client: a complete 200 with `hello`.',
    judge: (facts) => decoded(facts, ['chunk-size-overflow'], 'a chunk size beyond 2^53'),
  },
  {
    id: 'R-9112-7.1-3',
    title: 'What is no chunk is not decoded',
    level: 'must',
    source: 'RFC 9112 section 7.1',
    summary:
      'A size that is not hexadecimal, or data without its CRLF, makes the rest of the body unreadable. The client gets an error, or a visible cut; never a clean end. A bare LF instead of CRLF is let pass here.',
    example: 'Upstream: `5\\r\\nhello\\r\\nxyz\\r\\n`. Client: a complete 200 with `hello`.',
    judge: (facts) => decoded(facts, NO_CHUNKS, 'chunks that are none'),
  },
] satisfies Rule[];

/** Sound chunked successes that did not come through. */
function notDecoded(facts: Facts, speaksOf: (extensions: readonly string[]) => boolean): Violation[] {
  return everyExchange(facts)
    .filter(isPlain)
    .flatMap((one) => {
      const answer = soundAnswer(one, facts);
      if (!answer || !isSuccess(answer) || !speaksOf(chunkExtensions(bodyOctets(answer)))) return [];
      const { final, id } = one.exchange;
      const { status, body } = answer.final;
      if (final?.complete && final.status === status && final.body.equals(body)) return [];
      const actual = final?.complete
        ? `${final.status} with ${inQuotes(final.body.toString('latin1'))}`
        : describeAnswer(one.exchange);
      return [{ expected: `${status} with ${inQuotes(body.toString('latin1'))}`, actual, exchange: id }];
    });
}

/** No fault that hinders octets on the way, no request that a part would answer, nothing left to upload; and chunks are for HTTP/1.1 alone. */
function isPlain({ exchange, outcome, attempts }: ExchangeFacts): boolean {
  const conditional = exchange.fields.some(([name]) => /^(?:If-|Range$)/i.test(name));
  const uploaded = exchange.body === null || attempts.at(-1)?.body?.bytes === exchange.body.bytes;
  const chunksAllowed = attempts.at(-1)?.version === '1.1';
  return outcome === null && chunksAllowed && !conditional && uploaded && !isFromStore(exchange);
}

function isSuccess({ final, interim }: AnswerWithFinal): boolean {
  const { status, framing, trailers } = final;
  return status === 200 && framing === 'chunked' && trailers.length === 0 && interim.length === 0;
}

function bodyOctets({ octets }: AnswerWithFinal): Buffer {
  return octets.subarray(octets.indexOf('\r\n\r\n') + 4);
}

/** Chunked bodies with one of these defects that the client took for whole. */
function decoded(facts: Facts, codes: readonly DefectCode[], what: string): Violation[] {
  return relayed(facts)
    .filter(({ sent, answer }) => sent.framing === 'chunked' && answer.defects.some(({ code }) => codes.includes(code)))
    .filter(
      ({ got, answer }) => got.complete && got.framing !== 'none' && !PADDED.test(answer.octets.toString('latin1')),
    )
    .map(({ exchange, got }) => ({
      expected: `a 502, or a response that is visibly cut, for ${what}`,
      actual: `${describeAnswer(exchange)}, with ${inQuotes(got.body.toString('latin1'))}`,
      exchange: exchange.id,
    }));
}
