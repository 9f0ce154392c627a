import type { Exchange, ParsedResponse } from '../core/evidence.ts';
import { describeAnswer, type Facts } from '../core/facts.ts';
import { fieldMembers } from '../core/field-members.ts';
import { fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import type { UpstreamAnswer } from '../core/upstream-answer.ts';
import { allResponses } from './facts/all-responses.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { inQuotes } from './facts/in-quotes.ts';
import { type Relayed, relayed } from './facts/relayed.ts';
import { reuses } from './facts/reuses.ts';

export default [
  {
    id: 'R-9112-6.1-2',
    title: 'Nothing is chunked twice',
    level: 'must',
    source: 'RFC 9112 section 6.1',
    summary:
      'The chunked coding stands once in a message. A response in which it stands twice is not passed on as such.',
    example: 'Upstream: `Transfer-Encoding: chunked, chunked`. Client: the same line.',
    judge: (facts) =>
      atClient(
        facts,
        ({ fields }) => codingsOf(fields).filter((coding) => coding === 'chunked').length > 1,
        'chunked at most once',
      ),
  },
  {
    id: 'R-9112-6.1-4',
    title: 'No transfer coding for an HTTP/1.0 client',
    level: 'must',
    source: 'RFC 9112 section 6.1',
    summary:
      'A client that asked in HTTP/1.0 gets its response by length or up to the end of the connection: it knows no chunks, and would take them for content.',
    example: 'Client: `GET / HTTP/1.0`; it gets `Transfer-Encoding: chunked`.',
    judge: (facts) =>
      atClient(
        facts,
        ({ fields }, { version }) => version === '1.0' && fieldValues(fields, 'Transfer-Encoding').length > 0,
        'no Transfer-Encoding for an HTTP/1.0 client',
      ),
  },
  {
    id: 'R-9112-6.1-5',
    title: 'A transfer coding in HTTP/1.0 is faulty framing',
    level: 'must',
    source: 'RFC 9112 section 6.1',
    summary:
      'HTTP/1.0 has no transfer codings, so its sender may hold octets back which nobody can tell from a next response. Such a response is not passed on as it is, and its connection carries no other request.',
    example:
      'Upstream: `HTTP/1.0 200 OK` with `Transfer-Encoding: chunked`. Gateway: the next request on the same connection.',
    judge: (facts) => [
      ...atClient(
        facts,
        ({ version, fields }) => version === 'HTTP/1.0' && fieldValues(fields, 'Transfer-Encoding').length > 0,
        'no Transfer-Encoding in an HTTP/1.0 response',
      ),
      ...reuses(facts)
        .filter(({ answer }) => hasDefect(answer, 'transfer-encoding-in-http-1.0'))
        .map(({ attempt, next }) => ({
          expected: 'an upstream connection that is closed after an HTTP/1.0 response with Transfer-Encoding',
          actual: `${attempt.method} ${attempt.target} as request ${attempt.nth} on connection ${attempt.connection}`,
          exchange: next.id,
        })),
    ],
  },
  {
    id: 'R-9112-6.2-1',
    title: 'Never a length beside a transfer coding',
    level: 'must',
    source: 'RFC 9112 section 6.2',
    summary:
      'No response to a client has both Content-Length and Transfer-Encoding: two recipients would find two ends, which is what smuggling is made of.',
    example: 'Upstream: `Content-Length: 3` and `Transfer-Encoding: chunked`. Client: the same two lines.',
    judge: (facts) => atClient(facts, hasBoth, 'Content-Length or Transfer-Encoding, not both'),
  },
  {
    id: 'R-9112-6.3-2',
    title: 'Chunks count, not the length beside them',
    level: 'must',
    source: 'RFC 9112 section 6.3',
    summary:
      'Of a response with both, the gateway drops the length and decodes the chunks before it forwards anything; or it answers with an error, which is better.',
    example: 'Upstream: `Content-Length: 3`, chunked `hello`. Client: `Content-Length: 3` and `5\\r\\n`.',
    judge: (facts) =>
      relayed(facts)
        .filter(({ answer }) => hasDefect(answer, 'content-length-and-transfer-encoding'))
        .filter(({ sent, got, answer }) => sent.framing === 'chunked' && answer.whole && !hasBoth(got))
        .flatMap(notByChunks),
  },
  {
    id: 'R-9112-6.3-3',
    title: 'Only a last chunked makes chunks',
    level: 'must',
    source: 'RFC 9112 section 6.3',
    summary:
      'A response whose transfer coding does not end in chunked goes on to the end of its connection. It is refused, or passed on with every octet, and never decoded as chunks.',
    example: 'Upstream: `Transfer-Encoding: chunked, foo` and `5\\r\\nhello\\r\\n0\\r\\n\\r\\n`. Client: `hello`.',
    judge: (facts) =>
      relayed(facts)
        .filter(({ sent, answer }) => sent.framing === 'close-delimited' && sent.complete && answer.whole)
        .filter(({ sent }) => fieldValues(sent.fields, 'Transfer-Encoding').length > 0 && !hasParameters(sent))
        .filter(({ sent, got }) => got.complete && got.framing !== 'none' && !got.body.equals(sent.body))
        .map(({ exchange, sent, got }) => ({
          expected: `a 502, or all ${sent.body.length} octets that came behind Transfer-Encoding ${inQuotes(codingsOf(sent.fields).join(', '))}`,
          actual: `${describeAnswer(exchange)}, with ${inQuotes(got.body.toString('latin1'))}`,
          exchange: exchange.id,
        })),
  },
  {
    id: 'R-9112-7.1-2',
    title: 'Chunked has no parameters',
    level: 'should',
    source: 'RFC 9112 section 7.1',
    summary:
      'The chunked coding defines no parameters, and their presence is to be treated as an error: whoever overlooks them reads other framing than whoever does not.',
    example: 'Upstream: `Transfer-Encoding: chunked;foo=bar`. Client: a 200.',
    judge: (facts) =>
      relayed(facts)
        .filter(({ sent }) => hasParameters(sent))
        .map(({ exchange, sent }) => ({
          expected: `a 502 for Transfer-Encoding ${inQuotes(codingsOf(sent.fields).join(', '))}`,
          actual: `the upstream's response: ${describeAnswer(exchange)}`,
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

/** The responses to clients of which something is true. */
function atClient(
  facts: Facts,
  isWrong: (response: ParsedResponse, exchange: Exchange) => boolean,
  expected: string,
): Violation[] {
  return everyExchange(facts).flatMap(({ exchange }) =>
    allResponses(exchange)
      .filter((response) => isWrong(response, exchange))
      .map((response) => ({ expected, actual: describeFraming(response), exchange: exchange.id })),
  );
}

function describeFraming({ version, status, fields }: ParsedResponse): string {
  const lines = fields.filter(([name]) => /^(?:Content-Length|Transfer-Encoding)$/i.test(name));
  return `${version} ${status} with ${lines.map(([name, value]) => `${name}: ${inQuotes(value)}`).join(' and ')}`;
}

/** The decoded content and no length but its own; a visible cut is a part of it. */
function notByChunks({ exchange, sent, got }: Relayed): Violation[] {
  const [stated] = fieldValues(got.fields, 'Content-Length');
  const part = sent.body.subarray(0, got.body.length).equals(got.body);
  const whole = !got.complete || got.framing === 'none' || got.body.length === sent.body.length;
  const ownLength = stated === undefined || (sent.complete && Number(stated) === sent.body.length);
  if (part && whole && ownLength) return [];
  return [
    {
      expected: `a 502, or ${inQuotes(sent.body.toString('latin1'))} without the upstream's Content-Length`,
      actual: `${describeFraming(got)}: ${inQuotes(got.body.toString('latin1'))}`,
      exchange: exchange.id,
    },
  ];
}

function hasBoth({ fields }: ParsedResponse): boolean {
  return ['Content-Length', 'Transfer-Encoding'].every((name) => fieldValues(fields, name).length > 0);
}

function hasDefect({ defects }: UpstreamAnswer, wanted: string): boolean {
  return defects.some(({ code }) => code === wanted);
}

function hasParameters({ fields }: ParsedResponse): boolean {
  return codingsOf(fields).some((coding) => /^chunked[ \t]*;/.test(coding));
}

function codingsOf(fields: ParsedResponse['fields']): string[] {
  return fieldMembers(fields, 'Transfer-Encoding');
}
