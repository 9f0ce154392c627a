import type { ExchangeFacts, Facts } from '../core/facts.ts';
import { fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { gatewayErrors } from './facts/gateway-errors.ts';
import { nobodyAsked } from './facts/nobody-asked.ts';
import { type Hit, hitOf } from './facts/stored-answer.ts';

/** RFC 9110 section 9.2.1. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** What may be stored, and what a stored response may answer. A response that some upstream was asked for is none of these. */
export default [
  {
    id: 'OP-34',
    title: "The gateway's own error is not kept",
    level: 'must',
    source: 'RFC 9111 section 3',
    summary:
      'When the upstream is back the next request reaches it: an error that the gateway made is not stored and used again, since nothing says that it stays fresh.',
    example:
      'Upstream: down for one request, then healthy. Client: the same 502 again, for this one page, for a minute.',
    judge: (facts) =>
      gatewayErrors(facts)
        .filter((one) => isKept(one, facts))
        .map(({ exchange, made }) => ({
          expected: 'the response of the upstream, which is back',
          actual: `${made.status} as before, without asking the upstream`,
          exchange: exchange.id,
        })),
  },
  {
    id: 'R-9111-3-1',
    title: 'Interim responses are not stored',
    level: 'must',
    source: 'RFC 9111 section 3',
    summary: 'A response out of a store comes without the interim responses that came before it from the upstream.',
    example:
      'Upstream, once: a 103 and a 200 with max-age. Client of the second request: the 103 again, out of the store.',
    judge: (facts) =>
      hits(facts).flatMap((hit) =>
        hit.exchange.interim
          .filter(({ status }) => status !== 100 && hit.stored.interim.some((one) => one.status === status))
          .map(({ status }) => violation(hit, 'the stored response alone', `a ${status} before it, as it once came`)),
      ),
  },
  {
    id: 'R-9111-3-2',
    title: 'An error that does not say how long it is fresh is not stored',
    level: 'must',
    source: 'RFC 9111 section 3, RFC 9110 section 15.1',
    summary:
      'A 5xx of the upstream without max-age, s-maxage, Expires or public is not used again: no status of that class but 501 may be stored without being asked to.',
    example: 'Upstream: a 503 once, then healthy. Client of the second request: the 503 again, out of the store.',
    judge: (facts) =>
      hits(facts)
        .filter(({ sent }) => sent.status >= 500 && sent.status !== 501 && !saysFresh(sent.fields))
        .filter(({ sent }) => !isNoStore(sent.fields))
        .map((hit) => violation(hit, 'a new response from the upstream', `the ${hit.sent.status} of before`)),
  },
  {
    id: 'R-9111-3-3',
    title: 'no-store is obeyed',
    level: 'must',
    source: 'RFC 9111 sections 3 and 5.2.2.5',
    summary: 'A response with no-store is not used again, an error neither, whatever else it says of its freshness.',
    example: 'Upstream: a 503 with `Cache-Control: no-store, max-age=60`. Client of the second request: the same 503.',
    judge: (facts) =>
      hits(facts)
        .filter(({ sent }) => isNoStore(sent.fields))
        .map((hit) => violation(hit, 'a new response from the upstream', `the no-store ${hit.sent.status} of before`)),
  },
  {
    id: 'R-9111-3.1-1',
    title: 'Stored trailers do not become headers',
    level: 'must',
    source: 'RFC 9111 section 3.1, RFC 9110 section 6.5.1',
    summary:
      'A field that came behind the body is stored apart or dropped; in a response out of the store it does not stand in the header.',
    example:
      'Upstream: `X-Checksum: a` behind the last chunk. Client of the second request: `X-Checksum: a` in the header.',
    judge: (facts) =>
      hits(facts).flatMap((hit) =>
        hit.sent.trailers
          .map(([name]) => name)
          .filter((name) => fieldValues(hit.sent.fields, name).length === 0)
          .filter((name) => !wasMerged(name, hit, facts))
          .filter((name) => fieldValues(hit.got.fields, name).length > 0)
          .map((name) => violation(hit, `no ${name} in the header`, `${name}, which was a trailer`)),
      ),
  },
  {
    id: 'R-9111-3.3-1',
    title: 'A cut response is not served as a whole one',
    level: 'must',
    source: 'RFC 9111 section 3.3',
    summary: 'What broke off before its end is not used to answer a request as if it were complete.',
    example:
      'Upstream: `Content-Length: 100`, 40 octets, FIN; then healthy. Client of the second request: a complete 200 of 40 octets.',
    judge: (facts) =>
      hits(facts)
        .filter(({ sent, got, stored }) => stored.whole && !sent.complete && got.complete && got.status !== 206)
        .map((hit) => violation(hit, 'a whole response', `the ${hit.got.body.length} octets of the one that was cut`)),
  },
  {
    id: 'R-9111-4-1',
    title: 'What may change something is not answered from a store',
    level: 'must',
    source: 'RFC 9111 section 4',
    summary: 'A request whose method is not safe (POST, PUT, DELETE …) is written through to the upstream.',
    example: 'Upstream: a page with max-age, then down. Client: a POST to it, and gets the stored page as a 200.',
    judge: (facts) =>
      everyHit(facts)
        .filter(({ exchange }) => !SAFE.has(exchange.method))
        .map((hit) => violation(hit, 'a response of the upstream, or a 5xx', 'the stored response to a GET')),
  },
] satisfies Rule[];

function everyHit(facts: Facts): Hit[] {
  return everyExchange(facts).flatMap((one) => hitOf(one, facts) ?? []);
}

/** Where the trailer stood in the header already as the response was passed on, that is what is wrong. */
function wasMerged(name: string, { stored }: Hit, facts: Facts): boolean {
  const first = everyExchange(facts).find(({ answers }) => answers.includes(stored));
  return fieldValues(first?.exchange.final?.fields ?? [], name).length > 0;
}

function hits(facts: Facts): Hit[] {
  return everyHit(facts).filter(({ exchange }) => SAFE.has(exchange.method));
}

/**
 * That an upstream is back for the gateway too is shown by another target, which it answered after the error and before
 * this request, in the state in which it still is.
 */
function isKept(one: ExchangeFacts & { readonly made: { readonly body: Buffer } }, facts: Facts): boolean {
  const { phase, upstream, target, startedAt, final } = one.exchange;
  const before = (phase === 'twin' ? facts.twin : facts.exchanges).filter(
    ({ exchange }) => exchange.upstream === upstream && exchange.endedAt <= startedAt,
  );
  const error = before.findLast(({ exchange }) => exchange.target === target);
  const same = error?.madeBy === 'gateway' && error.exchange.final?.status === final?.status;
  if (!same || !error.exchange.final?.body.equals(one.made.body) || one.outcome !== null) return false;
  const back = before.findLast(({ exchange, madeBy }) => madeBy === 'upstream' && exchange.final?.status === 200);
  const since = back?.exchange.startedAt ?? 0;
  return since >= error.exchange.endedAt && isUnchanged(one, since, facts) && nobodyAsked(one, facts);
}

function isUnchanged({ exchange }: ExchangeFacts, since: number, { evidence }: Facts): boolean {
  return !evidence.armings.some(
    ({ upstream, from }) => upstream === exchange.upstream && from > since && from < exchange.endedAt,
  );
}

function saysFresh(fields: Hit['sent']['fields']): boolean {
  const control = fieldValues(fields, 'Cache-Control').join(', ');
  return /\b(?:max-age|s-maxage|public)\b/i.test(control) || fieldValues(fields, 'Expires').length > 0;
}

function isNoStore(fields: Hit['sent']['fields']): boolean {
  return fieldValues(fields, 'Cache-Control').some((value) => /\bno-store\b/i.test(value));
}

function violation({ exchange }: ExchangeFacts, expected: string, actual: string): Violation {
  return { expected, actual, exchange: exchange.id };
}
