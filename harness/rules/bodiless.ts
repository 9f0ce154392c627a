import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import { fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import type { UpstreamAnswer } from '../core/upstream-answer.ts';
import { allResponses } from './facts/all-responses.ts';
import { everyExchange } from './facts/every-exchange.ts';

export default [
  {
    id: 'R-9110-8.6-4',
    title: 'No Content-Length in a 1xx or a 204',
    level: 'must',
    source: 'RFC 9110 section 8.6',
    summary:
      'They never have content, so a length in them can only mislead a recipient into waiting for octets, or into eating those of the next response.',
    example: 'Upstream: a 204 with `Content-Length: 2` and `ok`. Client: a 204 with `Content-Length: 2`.',
    judge: (facts) => framed(facts, 'Content-Length'),
  },
  {
    id: 'R-9112-6.1-3',
    title: 'No Transfer-Encoding in a 1xx or a 204',
    level: 'must',
    source: 'RFC 9112 section 6.1',
    summary:
      'They never have content, so a transfer coding in them can only mislead a recipient into reading the next response as chunks.',
    example: 'Upstream: a 204 with `Transfer-Encoding: chunked`. Client: the same.',
    judge: (facts) => framed(facts, 'Transfer-Encoding'),
  },
  {
    id: 'R-9110-15.3.5-1',
    title: 'A 204 ends at its empty line',
    level: 'must',
    source: 'RFC 9110 section 15.3.5, RFC 9112 section 6.3',
    summary:
      'Octets that an upstream sends behind the head of a 204 reach nobody: not this client, and not the next request as its response.',
    example: 'Upstream: a 204 with `Content-Length: 2` and `ok`. Client: the 204, and `ok` before its next response.',
    judge: (facts) => surplus(facts, ({ final }) => final?.status === 204),
  },
  {
    id: 'R-9110-15.4.5-1',
    title: 'A 304 ends at its empty line',
    level: 'must',
    source: 'RFC 9110 section 15.4.5, RFC 9112 section 6.3',
    summary:
      'Octets that an upstream sends behind the head of a 304 reach nobody: not this client, and not the next request as its response. Its Content-Length speaks of the stored response and may stay.',
    example:
      'Upstream: a 304 with `Content-Length: 5` and `hello`. Client: the 304, and `hello` before its next response.',
    judge: (facts) => surplus(facts, ({ final }) => final?.status === 304),
  },
  {
    id: 'R-9112-6.3-1',
    title: 'The answer to a HEAD ends at its empty line',
    level: 'must',
    source: 'RFC 9112 section 6.3, RFC 9110 section 9.3.2',
    summary:
      'Octets that an upstream sends behind the head of its answer to a HEAD reach nobody: not this client, and not the next request as its response.',
    example:
      'Upstream: to a HEAD a whole response with `hello`. Client: `hello`, before the response to its next request.',
    judge: (facts) =>
      surplus(facts, ({ final }, method) => method === 'HEAD' && final?.status !== 204 && final?.status !== 304),
  },
  {
    id: 'R-9110-15.3.6-1',
    title: 'A 205 has no content',
    level: 'practice',
    source:
      'RFC 9110 section 15.3.6 (MUST NOT of who generates the content; by analogy for who forwards it, section 2.2)',
    summary:
      'A 205 tells the client to reset its form and has a body of length zero. An upstream that sends content is answered for by a 5xx, or its content is left out.',
    example: 'Upstream: a 205 with `hello`. Client: the same.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange: { final } }) => final?.status === 205 && final.body.length > 0)
        .map(({ exchange }) => ({
          expected: 'a 205 without content, or a 5xx',
          actual: `a 205 with ${exchange.final?.body.length} octets of content`,
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

type IsOfKind = (reading: Pick<UpstreamAnswer, 'final'>, method: string) => boolean;

function framed(facts: Facts, field: string): Violation[] {
  return everyExchange(facts).flatMap(({ exchange }) => {
    const found = allResponses(exchange)
      .filter(({ status }) => (status >= 100 && status < 200) || status === 204)
      .find(({ fields }) => fieldValues(fields, field).length > 0);
    if (!found) return [];
    const actual = `a ${found.status} with \`${field}: ${fieldValues(found.fields, field).join(', ')}\``;
    return [{ expected: `a ${found.status} without ${field}`, actual, exchange: exchange.id }];
  });
}

/** Surplus octets that came through: behind the response itself, or as the response to the next request. */
function surplus(facts: Facts, isOfKind: IsOfKind): Violation[] {
  return [facts.twin, facts.exchanges].flatMap((pass) => [
    ...pass.filter(({ exchange }) => isOfKind(exchange, exchange.method)).flatMap(behindResponse),
    ...pass.flatMap((one) => shifted(one, pass, isOfKind)),
  ]);
}

function behindResponse({ exchange }: ExchangeFacts): Violation[] {
  if (exchange.leftover === 0) return [];
  const actual = `${exchange.leftover} octets behind it (${describeAnswer(exchange)})`;
  return [{ expected: 'nothing behind the empty line', actual, exchange: exchange.id }];
}

/** A response made of what the upstream had sent too much for the request before, on the same connection. */
function shifted(
  { exchange, attempts, answer }: ExchangeFacts,
  pass: readonly ExchangeFacts[],
  isOfKind: IsOfKind,
): Violation[] {
  const attempt = attempts.at(-1);
  const before = pass
    .flatMap(({ answers }) => answers)
    .find(({ attempt: { upstream, connection, nth } }) => {
      const sameConnection = upstream === attempt?.upstream && connection === attempt.connection;
      return sameConnection && nth === attempt.nth - 1;
    });
  const { final } = exchange;
  if (!before || !final || final.status >= 500 || !isOfKind(before, before.attempt.method)) return [];
  const stray = before.octets.subarray(before.octets.length - before.leftover);
  const own = answer?.octets ?? Buffer.alloc(0);
  if (!sharesOctets(final.body, stray) || own.includes(final.body)) return [];
  const actual = `${describeAnswer(exchange)}, whose body was surplus of the response before it`;
  return [{ expected: 'the response to its own request', actual, exchange: exchange.id }];
}

function sharesOctets(body: Buffer, stray: Buffer): boolean {
  if (body.length === 0 || stray.length === 0) return false;
  return stray.includes(body) || body.includes(stray);
}
