import type { ExchangeFacts, Facts } from '../core/facts.ts';
import { fieldMembers } from '../core/field-members.ts';
import { type Field, fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { endToEnd } from './facts/end-to-end.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { inQuotes } from './facts/in-quotes.ts';
import { type Relayed, relayed } from './facts/relayed.ts';
import { isUnknownField } from './facts/unknown-field.ts';

/** A client may discard or cut what is larger (RFC 9110 section 5.4); no gateway refuses what is smaller. In octets. */
const PLAIN_SIZE = 4096;
/** What tells of the endpoints, the resource or the representation, and what no common gateway sets itself. */
const OF_THE_UPSTREAM = ['Retry-After', 'Allow', 'Location', 'Content-Location', 'Last-Modified', 'Content-Language'];

export default [
  {
    id: 'R-9110-5.1-1',
    title: 'Unknown fields survive',
    level: 'practice',
    source: 'RFC 9110 section 5.1 (MUST of proxies; by analogy for a gateway)',
    summary:
      'A response field that the gateway does not know reaches the client with its value, on errors of the upstream too: upstream and client may understand it.',
    example: 'Upstream: `503` with `X-Unknown: 1`. Client: the same 503 without it.',
    judge: (facts) =>
      wellFormed(facts).flatMap(({ exchange, sent, got }) =>
        endToEnd(sent.fields)
          .filter(isPlainUnknown)
          .filter(([name, value]) => !fieldValues(got.fields, name).some((one) => holds(one, value)))
          .map(([name, value]) => ({
            expected: `${name}: ${value}`,
            actual: `${sent.status} with ${shown(name, got.fields)}`,
            exchange: exchange.id,
          })),
      ),
  },
  {
    id: 'R-9110-5.3-1',
    title: 'Repeated fields keep their order',
    level: 'practice',
    source: 'RFC 9110 section 5.3 (MUST NOT of proxies; by analogy for a gateway)',
    summary:
      'Lines of one field are forwarded in the order in which they came, as lines or joined to one: their order may mean something.',
    example: 'Upstream: `Set-Cookie: a=1`, `Set-Cookie: a=2`. Client: `a=2` before `a=1`.',
    judge: (facts) => [
      ...relayed(facts).flatMap(({ exchange, sent, got }) => disorder(exchange.id, endToEnd(sent.fields), got.fields)),
      ...everyExchange(facts).flatMap(({ exchange, attempts }) =>
        attempts.flatMap(({ fields }) => disorder(exchange.id, endToEnd(exchange.fields), fields)),
      ),
    ],
  },
  {
    id: 'R-9110-7.7-1',
    title: 'no-transform content is passed on as it is',
    level: 'practice',
    source: 'RFC 9110 section 7.7 (MUST NOT of proxies; by analogy for a gateway)',
    summary:
      'Content that came with Cache-Control: no-transform is not replaced by an error page or coded anew: the client gets the same octets.',
    example: 'Upstream: `503`, `no-transform`, `busy`. Client: a 503 with the error page of the gateway.',
    judge: (facts) =>
      everyExchange(facts).flatMap((one) => {
        const { answer } = one;
        const sent = errorOrAnswer(one);
        const got = one.exchange.final;
        if (!sent?.complete || !answer?.whole || !got?.complete || got.status !== sent.status) return [];
        if (!fieldMembers(sent.fields, 'Cache-Control').includes('no-transform')) return [];
        if (got.body.equals(sent.body)) return [];
        const actual = `${sent.status} with ${describeBody(got.body)}`;
        return [{ expected: describeBody(sent.body), actual, exchange: one.exchange.id }];
      }),
  },
  {
    id: 'R-9110-7.7-2',
    title: 'What the upstream says of itself is not changed',
    level: 'practice',
    source: 'RFC 9110 section 7.7 (SHOULD NOT of proxies; by analogy for a gateway)',
    summary:
      'Retry-After, Allow, Location and their like reach the client as the upstream sent them. A Location that names the inside may be rewritten; a 503 with Retry-After is the affair of OP-24.',
    example: 'Upstream: `405` with `Allow: GET, HEAD`. Client: a 405 with `Allow: GET`.',
    judge: (facts) => wellFormed(facts).flatMap((one) => OF_THE_UPSTREAM.flatMap((name) => changed(name, one, facts))),
  },
  {
    id: 'OP-24',
    title: 'A Retry-After of the upstream is kept',
    level: 'practice',
    source: 'RFC 9110 sections 7.7 (SHOULD NOT of proxies; by analogy for a gateway) and 10.2.3',
    summary:
      'When the upstream says 503 and when to come back, the client that gets a 503 is told the same time: an overloaded upstream depends on it.',
    example: 'Upstream: `503` with `Retry-After: 7`. Client: a 503 without it.',
    judge: (facts) =>
      everyExchange(facts).flatMap((one) => {
        const sent = errorOrAnswer(one);
        const got = one.exchange.final;
        const [wanted] = fieldValues(sent?.fields ?? [], 'Retry-After');
        if (wanted === undefined || sent?.status !== 503 || got?.status !== 503) return [];
        if (fieldValues(got.fields, 'Retry-After').includes(wanted)) return [];
        const actual = `503 with ${shown('Retry-After', got.fields)}`;
        return [{ expected: `Retry-After: ${wanted}`, actual, exchange: one.exchange.id }];
      }),
  },
] satisfies Rule[];

/** A gateway that mends or refuses parts of an odd head may lose other parts with them. */
function wellFormed(facts: Facts): Relayed[] {
  return relayed(facts).filter(({ answer }) => answer.defects.length === 0);
}

/** The upstream's well-formed response, also where the gateway put an error of its own in its place. */
function errorOrAnswer({ exchange, answer }: ExchangeFacts) {
  return exchange.aborted === null && answer?.defects.length === 0 ? answer.final : null;
}

/** In printable ASCII; for other octets there is a rule of their own. */
function isPlainUnknown([name, value]: Field): boolean {
  return isUnknownField(name) && value.length <= PLAIN_SIZE && /^[\x20-\x7e]*$/.test(value);
}

/** A line of the client's may be several of the upstream's, joined by commas (RFC 9110 section 5.3). */
function holds(line: string, value: string): boolean {
  return ` ,${line},`.replace(/[ \t]*,[ \t]*/g, ',').includes(`,${value.replace(/[ \t]*,[ \t]*/g, ',')},`);
}

/** Values that are missing, or that come once instead of twice, are no matter of order. */
function disorder(id: string, before: readonly Field[], after: readonly Field[]): Violation[] {
  return [...new Set(before.map(([name]) => name.toLowerCase()))].flatMap((name) => {
    const joined = fieldValues(after, name).join(', ');
    const values = [...new Set(fieldValues(before, name))].filter((value) => value !== '' && joined.includes(value));
    if (values.length < 2 || isInOrder(values, joined)) return [];
    return [{ expected: `${name}: ${values.join(', ')}`, actual: `${name}: ${joined}`, exchange: id }];
  });
}

function isInOrder(values: readonly string[], joined: string): boolean {
  let from = 0;
  for (const value of values) {
    const at = joined.indexOf(value, from);
    if (at === -1) return false;
    from = at + value.length;
  }
  return true;
}

function changed(name: string, { exchange, sent, got }: Relayed, { evidence }: Facts): Violation[] {
  const wanted = fieldValues(endToEnd(sent.fields), name).join(', ');
  const given = fieldValues(got.fields, name).join(', ');
  if (wanted === '' || wanted === given || (name === 'Retry-After' && sent.status === 503)) return [];
  const inside = Object.values(evidence.gateway.upstreams).flatMap((address) => [
    address,
    address.replace(/:\d+$/, ''),
  ]);
  const hosts = [...inside, ...fieldValues(exchange.fields, 'Host')];
  if (name.endsWith('Location') && hosts.some((host) => wanted.includes(host))) return [];
  const actual = `${sent.status} with ${shown(name, got.fields)}`;
  return [{ expected: `${name}: ${wanted}`, actual, exchange: exchange.id }];
}

function shown(name: string, fields: readonly Field[]): string {
  const values = fieldValues(fields, name);
  return values.length === 0 ? `no ${name}` : values.map((value) => `${name}: ${value}`).join(', ');
}

function describeBody(body: Buffer): string {
  return `${body.length} bytes of body (${inQuotes(body.toString('latin1'))})`;
}
