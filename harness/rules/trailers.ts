import type { ParsedResponse } from '../core/evidence.ts';
import type { ExchangeFacts, Facts } from '../core/facts.ts';
import { fieldMembers } from '../core/field-members.ts';
import { type Field, fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { type Relayed, relayed } from './facts/relayed.ts';
import { isUnknownField } from './facts/unknown-field.ts';

export default [
  {
    id: 'R-9110-6.5.1-1',
    title: 'Trailers are never made headers',
    level: 'must',
    source: 'RFC 9110 section 6.5.1',
    summary:
      'Fields behind a chunked body are forwarded behind it or dropped. Put into the head they take part in what was decided without them: framing, routing, cookies, authentication.',
    example: 'Upstream: a chunked body, then `X-Auth: admin`. Client: `X-Auth: admin` in the head.',
    judge: (facts) => promoted(facts, (coded) => coded),
  },
  {
    id: 'R-9112-7.1.2-1',
    title: 'Trailers are not merged where the chunked coding is removed',
    level: 'must',
    source: 'RFC 9112 section 7.1.2',
    summary:
      'A gateway that collects a chunked body and sends it on with a Content-Length, or up to the close, does not put its trailers into the head: it drops them.',
    example: 'Upstream: a chunked body, then `X-Trail: y`. An HTTP/1.0 client: `X-Trail: y` in the head.',
    judge: (facts) => promoted(facts, (coded) => !coded),
  },
] satisfies Rule[];

/** Promoted trailers, of both directions. `speaksOf`: whether the message is still chunked behind the gateway. */
function promoted(facts: Facts, speaksOf: (coded: boolean) => boolean): Violation[] {
  return [
    ...relayed(facts)
      .filter(({ got }) => speaksOf(got.framing === 'chunked'))
      .flatMap(ofResponse),
    ...everyExchange(facts).flatMap((one) => ofRequest(one, speaksOf)),
  ];
}

function ofResponse({ exchange, sent, got }: Relayed): Violation[] {
  return sent.trailers
    .filter((trailer) => has(got.fields, trailer) && !has(sent.fields, trailer) && !isOwn(trailer, sent))
    .map(([name, value]) => ({
      expected: `no ${name} in the head: it came behind the body`,
      actual: `${got.status} (${got.framing}) with ${name}: ${value} in the head`,
      exchange: exchange.id,
    }));
}

/** Those that the client announced in Trailer; it is a finding only if the head of the client's request had none. */
function ofRequest({ exchange, attempts }: ExchangeFacts, speaksOf: (coded: boolean) => boolean): Violation[] {
  const announced = fieldMembers(exchange.fields, 'Trailer').filter(isUnknownField);
  const names = announced.filter((name) => fieldValues(exchange.fields, name).length === 0);
  return attempts
    .filter(({ fields }) => speaksOf(fieldMembers(fields, 'Transfer-Encoding').includes('chunked')))
    .flatMap(({ fields, upstream }) =>
      names
        .filter((name) => fieldValues(fields, name).length > 0)
        .map((name) => ({
          expected: `no ${name} in the head of the request: it came behind the body`,
          actual: `${upstream} got ${name}: ${fieldValues(fields, name).join(', ')} in the head`,
          exchange: exchange.id,
        })),
    );
}

function has(fields: readonly Field[], [name, value]: Field): boolean {
  return fieldValues(fields, name).includes(value);
}

/** What a gateway writes itself may happen to be the same. */
function isOwn([name, value]: Field, { body, complete }: ParsedResponse): boolean {
  if (/^content-length$/i.test(name)) return complete && value === String(body.length);
  return /^(?:date|server|via|connection)$/i.test(name);
}
