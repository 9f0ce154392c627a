import { fieldMembers } from '../core/field-members.ts';
import { type Field, fieldValues } from '../core/http.ts';
import type { Rule } from '../core/rule.ts';
import { describeAttempt } from './facts/describe-attempt.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { relayed } from './facts/relayed.ts';
import { isUnknownField } from './facts/unknown-field.ts';

/** Fields that RFC 9110 section 7.6.1 names as such that go even where Connection does not name them. */
const KNOWN = ['Proxy-Connection', 'Keep-Alive', 'TE', 'Upgrade'];
/** A gateway may offer TE and Upgrade to its upstream itself, in the client's words. */
const KNOWN_IN_REQUESTS = ['Proxy-Connection', 'Keep-Alive'];

export default [
  {
    id: 'R-9110-7.6-1',
    title: "What concerns the client's hop does not reach the upstream",
    level: 'must',
    source: 'RFC 9110 sections 7.6 and 7.6.1',
    summary:
      'A request field that the client names in Connection ends at the gateway, as does the name itself: it is meant for one hop, and in the wrong hands it is a way past the gateway.',
    example: 'Client: `Connection: X-Hop`, `X-Hop: secret`. Upstream: gets `X-Hop: secret`.',
    judge: (facts) =>
      everyExchange(facts).flatMap(({ exchange, attempts }) =>
        attempts.flatMap(({ fields, ...attempt }) =>
          nominated(exchange.fields, fields).map((line) => ({
            expected: `a request without the client's ${line}`,
            actual: `${describeAttempt(attempt)}: ${line}`,
            exchange: exchange.id,
          })),
        ),
      ),
  },
  {
    id: 'R-9110-7.6.1-1',
    title: 'What Connection names is removed from a response',
    level: 'must',
    source: 'RFC 9110 section 7.6.1',
    summary:
      'A response field that the upstream names in Connection ends at the gateway, and so does what the upstream says in Connection itself.',
    example: 'Upstream: `Connection: close, X-Hop`, `X-Hop: secret`. Client: gets `X-Hop: secret`.',
    judge: (facts) =>
      relayed(facts).flatMap(({ exchange, sent, got }) =>
        nominated(sent.fields, got.fields).map((line) => ({
          expected: `a response without the upstream's ${line}`,
          actual: `${got.status} with ${line}`,
          exchange: exchange.id,
        })),
      ),
  },
  {
    id: 'R-9110-7.6.1-2',
    title: 'Known fields for one hop are removed, named or not',
    level: 'should',
    source: 'RFC 9110 section 7.6.1',
    summary:
      'Keep-Alive, Proxy-Connection, TE and Upgrade speak of one connection; they are removed or replaced even where Connection forgot to name them. Upgrade stays in a 101 and a 426.',
    example: 'Upstream: `Upgrade: h2c` in a 200. Client: gets the offer, for a connection that cannot keep it.',
    judge: (facts) => [
      ...relayed(facts)
        .filter(({ sent }) => sent.status !== 101 && sent.status !== 426)
        .flatMap(({ exchange, sent, got }) =>
          passedOn(KNOWN, sent.fields, got.fields).map((line) => ({
            expected: `a response without the upstream's ${line}`,
            actual: `${got.status} with ${line}`,
            exchange: exchange.id,
          })),
        ),
      ...everyExchange(facts).flatMap(({ exchange, attempts }) =>
        attempts.flatMap(({ fields, ...attempt }) =>
          passedOn(KNOWN_IN_REQUESTS, exchange.fields, fields).map((line) => ({
            expected: `a request without the client's ${line}`,
            actual: `${describeAttempt(attempt)}: ${line}`,
            exchange: exchange.id,
          })),
        ),
      ),
    ],
  },
] satisfies Rule[];

/** The lines that Connection named before the gateway and that are behind it; of names that mean nothing to it. */
function nominated(before: readonly Field[], after: readonly Field[]): string[] {
  const names = fieldMembers(before, 'Connection').filter(isUnknownField);
  const lines = before.filter(([name]) => names.includes(name.toLowerCase()));
  return [
    ...lines.filter(([name, value]) => fieldValues(after, name).includes(value)).map(asLine),
    ...fieldMembers(after, 'Connection')
      .filter((name) => names.includes(name))
      .map((name) => asLine(['Connection', name])),
  ];
}

/** Where only the gateway names it in Connection, it is the gateway's own word. */
function passedOn(names: readonly string[], before: readonly Field[], after: readonly Field[]): string[] {
  const own = fieldMembers(after, 'Connection').filter((name) => !fieldMembers(before, 'Connection').includes(name));
  return names
    .filter((name) => !own.includes(name.toLowerCase()))
    .flatMap((name) => fieldValues(before, name).map((value): Field => [name, value]))
    .filter(([name, value]) => fieldValues(after, name).includes(value))
    .map(asLine);
}

function asLine([name, value]: Field): string {
  return `${name}: ${value}`;
}
