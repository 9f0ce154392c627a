import type { Facts } from '../core/facts.ts';
import { type Field, fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { endToEnd } from './facts/end-to-end.ts';
import { fieldOfLine } from './facts/field-of-line.ts';
import { inQuotes } from './facts/in-quotes.ts';
import { oneSpace } from './facts/one-space.ts';
import { rawHead } from './facts/raw-head.ts';
import { type Relayed, relayed } from './facts/relayed.ts';
import { isUnknownField } from './facts/unknown-field.ts';

export default [
  {
    id: 'R-9110-5.5-1',
    title: 'A NUL in a field is refused or becomes a space',
    level: 'must',
    source: 'RFC 9110 section 5.5',
    summary:
      'A response with a NUL in a field value is replaced by a 5xx, or each NUL by a space. It is not passed on, left out, or taken for the end of the value: two programs would then read two values.',
    example: 'Upstream: `X-Bad: a\\0b`. Client: `X-Bad: ab`.',
    judge: (facts) =>
      linesWith('\0', facts).flatMap(({ exchange, got, name, value }) => {
        const wanted = value.replaceAll('\0', ' ');
        if (given(name, got.fields).includes(oneSpace(wanted))) return [];
        return [violation(exchange.id, `a 5xx, or ${name}: ${inQuotes(wanted)}`, got.status, name, got.fields)];
      }),
  },
  {
    id: 'R-9112-2.2-1',
    title: 'Octets above 127 are passed on as they are',
    level: 'must',
    source: 'RFC 9112 section 2.2',
    summary:
      'A head is a sequence of octets, not of characters: a field value in UTF-8 or Latin-1 reaches the client octet for octet, and no character turns into a line end on the way.',
    example: 'Upstream: `X-Name: \\xc4\\x8a` (one character in UTF-8). Client: an LF, and so a new line.',
    judge: (facts) =>
      relayed(facts)
        .filter(({ answer }) => answer.defects.length === 0)
        .flatMap(({ exchange, sent, got }) =>
          endToEnd(sent.fields)
            .filter(([name, value]) => isUnknownField(name) && /[\x80-\xff]/.test(value))
            .filter(([name]) => fieldValues(got.fields, name).length > 0)
            .filter(([name, value]) => !given(name, got.fields).some((line) => line.includes(oneSpace(value))))
            .map(([name, value]) =>
              violation(exchange.id, `a 5xx, or ${name}: ${inQuotes(value)}`, got.status, name, got.fields),
            ),
        ),
  },
  {
    id: 'R-9112-2.2-2',
    title: 'A bare CR is refused or becomes a space',
    level: 'must',
    source: 'RFC 9112 section 2.2',
    summary:
      'A CR without LF in a status line or a field makes that element invalid, or is replaced by a space. It is neither passed on, nor removed, nor taken for the end of the line.',
    example: 'Upstream: reason `O\\rSet-Cookie: a=b`. Client: gets a cookie.',
    judge: (facts) => [
      ...relayed(facts).flatMap(ofReason),
      ...linesWith('\r', facts).flatMap((one) => [...ofValue(one), ...split(one, one.value)]),
    ],
  },
] satisfies Rule[];

interface OddLine extends Relayed {
  readonly name: string;
  /** With all that stands in it, but for the white space round it. */
  readonly value: string;
}

/** The field lines of upstreams with an octet in their value; those for one hop are not passed on anyway. */
function linesWith(octet: string, facts: Facts): OddLine[] {
  return relayed(facts).flatMap((one) =>
    endToEnd((rawHead(one.answer.octets)?.lines ?? []).flatMap(fieldOfLine))
      .filter(([, value]) => value.includes(octet))
      .map(([name, value]) => ({ ...one, name, value })),
  );
}

/** A reason phrase may be left out or replaced by another: nothing depends on it. */
function ofReason(one: Relayed): Violation[] {
  const { exchange, sent, got } = one;
  if (!sent.reason.includes('\r')) return [];
  const glued = got.reason.includes('\r') || got.reason === sent.reason.replaceAll('\r', '');
  const actual = `${got.status} with the reason ${inQuotes(got.reason)}`;
  const passed = glued ? [{ expected: 'a reason without the CR, or a 5xx', actual, exchange: exchange.id }] : [];
  return [...passed, ...split(one, sent.reason)];
}

/** An invalid field may be left out. */
function ofValue({ exchange, got, name, value }: OddLine): Violation[] {
  const values = given(name, got.fields);
  const wanted = value.replaceAll('\r', ' ');
  if (values.length === 0 || values.includes(oneSpace(wanted))) return [];
  return [violation(exchange.id, `a 5xx, or ${name}: ${inQuotes(wanted)}`, got.status, name, got.fields)];
}

/** What stands behind the CR, where it became a field of its own. */
function split({ exchange, sent, got }: Relayed, text: string): Violation[] {
  return text
    .split('\r')
    .slice(1)
    .flatMap(fieldOfLine)
    .filter(([name, value]) => fieldValues(got.fields, name).includes(value))
    .filter(([name, value]) => !fieldValues(sent.fields, name).includes(value))
    .map(([name, value]) => ({
      expected: `no field ${name}: the upstream sent none`,
      actual: `${got.status} with ${name}: ${inQuotes(value)}`,
      exchange: exchange.id,
    }));
}

function violation(id: string, expected: string, status: number, name: string, fields: readonly Field[]): Violation {
  const values = fieldValues(fields, name).map(inQuotes);
  return { expected, actual: `${status} with ${name}: ${values.join(', ') || 'left out'}`, exchange: id };
}

/** The values of a field; how many spaces stand between words is no matter. */
function given(name: string, fields: readonly Field[]): string[] {
  return fieldValues(fields, name).map(oneSpace);
}
