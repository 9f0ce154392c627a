import type { ParsedResponse } from '../core/evidence.ts';
import type { ExchangeFacts } from '../core/facts.ts';
import { type Field, fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import type { UpstreamAnswer } from '../core/upstream-answer.ts';
import { endToEnd } from './facts/end-to-end.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { fieldOfLine } from './facts/field-of-line.ts';
import { inQuotes } from './facts/in-quotes.ts';
import { oneSpace } from './facts/one-space.ts';
import { type RawHead, rawHead } from './facts/raw-head.ts';
import { type Relayed, relayed } from './facts/relayed.ts';

export default [
  {
    id: 'R-9110-5.5-2',
    title: 'White space round a value is no part of it',
    level: 'must',
    source: 'RFC 9110 section 5.5',
    summary:
      'Spaces and tabs before and behind the value of Content-Length or Transfer-Encoding are allowed and mean nothing: such a response is passed on like any other.',
    example: 'Upstream: `Content-Length:   2<TAB>`. Client: a 502.',
    judge: (facts) => everyExchange(facts).flatMap(misread),
  },
  {
    id: 'R-9112-2.2-3',
    title: 'Lines that begin with white space before the first field are dropped',
    level: 'must',
    source: 'RFC 9112 section 2.2',
    summary:
      'What begins with a space or a tab directly behind the status line is refused with the message, or dropped with the line: it is neither a field nor a part of the reason.',
    example: 'Upstream: `HTTP/1.1 200 OK`, then ` X-Bad: ab`. Client: gets `X-Bad: ab`.',
    judge: (facts) =>
      relayed(facts).flatMap((one) =>
        leadingLines(one)
          .filter((line) => isIn(one, line.trim()))
          .map((line) => ({
            expected: `a 5xx, or nothing of the line ${inQuotes(line)}`,
            actual: `${describeHead(one)}`,
            exchange: one.exchange.id,
          })),
      ),
  },
  {
    id: 'R-9112-5.1-1',
    title: 'White space before the colon is removed',
    level: 'practice',
    source: 'RFC 9112 section 5.1 (MUST of proxies; by analogy for a gateway)',
    summary:
      'White space between the name of a response field and its colon is taken away before the response is passed on, or the response is refused: others would read another name.',
    example: 'Upstream: `X-Bad : ab`. Client: the same line.',
    judge: (facts) =>
      relayed(facts).flatMap(({ exchange, answer, got }) => {
        const spaced = (head: RawHead | null) => head?.lines.filter((line) => /^[^\s:]+[ \t]+:/.test(line)) ?? [];
        const names = spaced(rawHead(answer.octets)).map(nameOf);
        return spaced(rawHead(exchange.received))
          .filter((line) => names.includes(nameOf(line)))
          .map((line) => ({
            expected: 'no white space before the colon, or a 5xx',
            actual: `${got.status} with ${inQuotes(line)}`,
            exchange: exchange.id,
          }));
      }),
  },
  {
    id: 'R-9112-5.2-1',
    title: 'A folded field is refused or unfolded',
    level: 'must',
    source: 'RFC 9112 section 5.2',
    summary:
      'A response with a folded field line is replaced by a 502, or each fold by spaces. No part of the value is lost, glued to another, or made a field of its own.',
    example: 'Upstream: `X-Bad: a`, then ` b`. Client: `X-Bad: a`.',
    judge: (facts) =>
      relayed(facts).flatMap(({ exchange, answer, got }) =>
        foldedFields(rawHead(answer.octets))
          .filter(([name, value]) => !fieldValues(got.fields, name).map(oneSpace).includes(oneSpace(value)))
          .map(([name, value]) => ({
            expected: `a 502, or ${name}: ${inQuotes(oneSpace(value))}`,
            actual: `${got.status} with ${name}: ${fieldValues(got.fields, name).map(inQuotes).join(', ') || 'left out'}`,
            exchange: exchange.id,
          })),
      ),
  },
  {
    id: 'R-9112-5.2-2',
    title: 'No line is folded',
    level: 'must',
    source: 'RFC 9112 section 5.2',
    summary:
      "No field line that the client gets is folded, neither the gateway's own nor one of the upstream: a fold is read in more than one way.",
    example: 'Upstream: `X-Bad: a`, then ` b`. Client: the same two lines.',
    judge: (facts) =>
      everyExchange(facts)
        .map(({ exchange }) => exchange)
        .flatMap(({ id, defects }) =>
          defects
            .filter(({ code }) => code === 'obs-fold')
            .map(({ message }) => ({ expected: 'every field on one line', actual: message, exchange: id })),
        ),
  },
] satisfies Rule[];

/** A gateway may refuse what is odd in other ways too, so the white space must be all that is. */
function misread({ exchange, answer, madeBy }: ExchangeFacts): Violation[] {
  const got = exchange.final;
  const line = answer && spacedFramingLine(answer);
  const sent = answer?.final;
  if (!line || !sent || !got || exchange.aborted !== null || exchange.endedAt < (answer.lastAt ?? 0)) return [];
  const refused = madeBy === 'gateway' && got.status >= 500;
  const misframed = madeBy === 'upstream' && got.complete && !isCoded(got) && !got.body.equals(sent.body);
  if (!refused && !misframed) return [];
  const expected = `the ${sent.status} with ${sent.body.length} bytes of body that ${inQuotes(line)} frames`;
  return [{ expected, actual: `${got.status} with ${got.body.length} bytes of body`, exchange: exchange.id }];
}

/** The line, where the response is small, whole and without a defect. */
function spacedFramingLine({ octets, whole, final, defects, leftover }: UpstreamAnswer): string | undefined {
  const plain = whole && octets.length <= 8192 && defects.length === 0 && leftover === 0;
  if (!plain || !final?.complete || final.status >= 400 || isCoded(final)) return undefined;
  const lines = rawHead(octets)?.lines ?? [];
  return lines.find((line) => /^(?:Content-Length|Transfer-Encoding):(?:[ \t]{2}|\t|.*[ \t]$)/i.test(line));
}

/** A gateway may compress what it passes on. */
function isCoded({ fields }: ParsedResponse): boolean {
  return fieldValues(fields, 'Content-Encoding').length > 0;
}

function leadingLines({ answer }: Relayed): readonly string[] {
  const lines = rawHead(answer.octets)?.lines ?? [];
  const end = lines.findIndex((line) => !/^[ \t]/.test(line));
  return end === -1 ? lines : lines.slice(0, end);
}

/** As a field of its own, in the reason, or behind the value of another. */
function isIn({ sent, got }: Relayed, text: string): boolean {
  const asField = fieldOfLine(text)
    .filter(([name, value]) => !fieldValues(sent.fields, name).includes(value))
    .some(([name, value]) => fieldValues(got.fields, name).includes(value));
  return (
    text !== '' && (asField || [got.reason, ...got.fields.map(([, value]) => value)].some((one) => one.includes(text)))
  );
}

/** Every folded field, its parts joined by a space; what stands before the first field is none. */
function foldedFields(head: RawHead | null): Field[] {
  const parts: string[][] = [];
  for (const line of head?.lines ?? []) {
    if (/^[ \t]/.test(line)) parts.at(-1)?.push(line);
    else parts.push([line]);
  }
  const folded = parts.filter((lines) => lines.length > 1).map((lines) => lines.map((line) => line.trim()).join(' '));
  return endToEnd(folded.flatMap(fieldOfLine));
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':')).trim().toLowerCase();
}

function describeHead({ exchange }: Relayed): string {
  const head = rawHead(exchange.received);
  return inQuotes([head?.statusLine, ...(head?.lines ?? [])].join('\r\n'));
}
