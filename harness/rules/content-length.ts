import type { ParsedResponse } from '../core/evidence.ts';
import { describeAnswer, type Facts } from '../core/facts.ts';
import { fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { allResponses } from './facts/all-responses.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { inQuotes } from './facts/in-quotes.ts';
import { type Relayed, relayed } from './facts/relayed.ts';

/** From here on a length fits into no signed integer of 64 bits. */
const BEYOND_64_BITS = 2n ** 63n;

export default [
  {
    id: 'R-9110-8.6-1',
    title: 'No Content-Length that is wrong',
    level: 'must',
    source: 'RFC 9110 section 8.6',
    summary:
      'A gateway does not send two lengths that differ, nor one that it knows to be wrong: that of a body which it has itself taken out of its chunks, say.',
    example: 'Upstream: `Content-Length: 5` and `Content-Length: 12`. Client: the same two lines.',
    judge: (facts) => [
      ...atClient(facts, (lengths) => distinct(lengths).size > 1, 'at most one Content-Length'),
      ...relayed(facts).flatMap(otherLength),
    ],
  },
  {
    id: 'R-9110-8.6-2',
    title: 'No Content-Length that is no number',
    level: 'must',
    source: 'RFC 9110 section 8.6',
    summary:
      'A Content-Length that is not a row of digits is not forwarded: some recipient behind will read a number into it, and another one none.',
    example: 'Upstream: `Content-Length: +6`. Client: `Content-Length: +6`.',
    judge: (facts) =>
      atClient(facts, (lengths) => !lengths.every(isNumber), 'a Content-Length of digits alone, or none'),
  },
  {
    id: 'R-9110-8.6-3',
    title: 'A Content-Length does not overflow',
    level: 'must',
    source: 'RFC 9110 section 8.6',
    summary:
      'A length beyond what a machine integer holds is not cut down to a smaller one: the body is then not complete, and other octets are taken for the next response.',
    example: 'Upstream: `Content-Length: 18446744073709551621` (2^64 + 5) and `hello`. Client: a complete 200.',
    judge: (facts) => relayed(facts).flatMap(overflow),
  },
  {
    id: 'R-9112-6.3-4',
    title: 'An invalid Content-Length is answered 502',
    level: 'practice',
    source: 'RFC 9112 section 6.3 (MUST of proxies; by analogy for a gateway)',
    summary:
      'Where the upstream states no valid length, nobody knows where its response ends. The gateway closes the connection, throws the response away and answers 502.',
    example: 'Upstream: `Content-Length: abc` and `hello`. Client: a 200 with `hello`.',
    judge: (facts) =>
      relayed(facts)
        .filter(({ answer }) => answer.defects.some(({ code }) => /^(?:bad|conflicting)-content-length$/.test(code)))
        .map(({ exchange, sent }) => ({
          expected: `a 502 for Content-Length ${inQuotes(lengthsOf(sent).join(', '))}`,
          actual: `the upstream's response: ${describeAnswer(exchange)}`,
          exchange: exchange.id,
        })),
  },
  {
    id: 'R-9112-6.3-5',
    title: 'A Content-Length said twice is said once',
    level: 'must',
    source: 'RFC 9112 section 6.3, RFC 9110 section 8.6 (MUST NOT forward)',
    summary:
      'The same length in several lines, or as a list, may be taken for one or refused. To forward it as it came is neither.',
    example: 'Upstream: `Content-Length: 6, 6`. Client: `Content-Length: 6, 6`.',
    judge: (facts) =>
      atClient(
        facts,
        (lengths) => lengths.length > 1 && lengths.every(isNumber) && distinct(lengths).size === 1,
        'one Content-Length, said once, or a 502',
      ),
  },
] satisfies Rule[];

/** The responses to clients of which something is true. */
function atClient(facts: Facts, isWrong: (lengths: readonly string[]) => boolean, expected: string): Violation[] {
  return everyExchange(facts).flatMap(({ exchange }) =>
    allResponses(exchange)
      .map(lengthsOf)
      .filter((lengths) => lengths.length > 0 && isWrong(lengths))
      .map((lengths) => ({
        expected,
        actual: `Content-Length ${lengths.map(inQuotes).join(' and ')} in the response`,
        exchange: exchange.id,
      })),
  );
}

/** A length stated for the very content that the upstream sent whole. */
function otherLength({ exchange, answer, sent, got }: Relayed): Violation[] {
  const [stated, ...more] = lengthsOf(got);
  const known = sent.complete && answer.whole && answer.defects.length === 0 && sent.framing !== 'none';
  if (!known || more.length > 0 || stated === undefined || !isNumber(stated) || isRecoded(sent, got)) return [];
  if (got.framing !== 'content-length' || Number(stated) === sent.body.length || !isPart(sent, got)) return [];
  const expected = `Content-Length: ${sent.body.length}, or none, as so many octets came from the upstream`;
  return [{ expected, actual: `Content-Length: ${stated}`, exchange: exchange.id }];
}

/** One body begins with the other: what the client got is no other response. */
function isPart(sent: ParsedResponse, got: ParsedResponse): boolean {
  const length = Math.min(sent.body.length, got.body.length);
  return sent.body.subarray(0, length).equals(got.body.subarray(0, length));
}

function isRecoded(sent: ParsedResponse, got: ParsedResponse): boolean {
  const coding = ({ fields }: ParsedResponse) => fieldValues(fields, 'Content-Encoding').join(',');
  return coding(sent) !== coding(got);
}

function overflow({ exchange, sent, got }: Relayed): Violation[] {
  const [huge] = lengthsOf(sent);
  if (huge === undefined || !isNumber(huge) || BigInt(huge) < BEYOND_64_BITS) return [];
  const [stated] = lengthsOf(got);
  const clean = got.complete && got.framing !== 'none';
  const isOther = stated !== undefined && isNumber(stated) && BigInt(stated) !== BigInt(huge);
  if (!clean && !isOther) return [];
  const expected = `a 502, or a response that is visibly cut, for Content-Length ${huge}`;
  return [
    {
      expected,
      actual: `${describeAnswer(exchange)}, ${stated === undefined ? got.framing : `Content-Length ${stated}`}`,
      exchange: exchange.id,
    },
  ];
}

/** Every value of every line, as it stands there: `5` and `+5` differ. */
function lengthsOf({ fields }: ParsedResponse): string[] {
  return fieldValues(fields, 'Content-Length').flatMap((value) => value.split(',').map((one) => one.trim()));
}

function isNumber(length: string): boolean {
  return /^[0-9]+$/.test(length);
}

function distinct(lengths: readonly string[]): Set<string> {
  return new Set(lengths.filter(isNumber).map((length) => length.replace(/^0+(?=\d)/, '')));
}
