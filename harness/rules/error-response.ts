import { fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { type GatewayError, gatewayErrors } from './facts/gateway-errors.ts';
import { httpDate } from './facts/http-date.ts';

/** Media types that a client gets when it asks for one of these; a list of more leaves the choice to the gateway. */
const WANTED: Readonly<Record<string, { readonly type: RegExp; readonly words: string }>> = {
  'application/json': { type: /^(?:application|text)\/(?:[\w.-]+\+)?json$/, words: 'JSON' },
  'application/problem+json': { type: /^(?:application|text)\/(?:[\w.-]+\+)?json$/, words: 'JSON' },
  'text/html': { type: /^(?:text\/html|application\/xhtml\+xml)$/, words: 'HTML' },
};

/** What an error of the gateway's own says, and in which form. */
export default [
  {
    id: 'R-9110-9.3.2-1',
    title: 'An error in answer to a HEAD has no body',
    level: 'must',
    source: 'RFC 9110 section 9.3.2, RFC 9112 section 6.3',
    summary:
      'A response to HEAD ends with its head, an error that the gateway made too: else its body is taken for the beginning of the next response.',
    example: 'Client: `HEAD /`, and 36 octets of `Bad Gateway …` behind the empty line of the 502.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange, madeBy }) => exchange.method === 'HEAD' && madeBy === 'gateway')
        .filter(({ exchange: { final, leftover } }) => leftover > 0 && (final?.status ?? 0) >= 400)
        .map(({ exchange }) => ({
          expected: `a ${exchange.final?.status} that ends with its head`,
          actual: `${exchange.leftover} octets behind it: ${excerpt(exchange.received.subarray(-exchange.leftover))}`,
          exchange: exchange.id,
        })),
  },
  {
    id: 'R-9110-15.6-1',
    title: 'An error says what happened',
    level: 'should',
    source: 'RFC 9110 section 15.6',
    summary:
      'A 5xx that the gateway made has a body that explains the error, but in answer to a HEAD: a bare status helps nobody who has to tell what broke.',
    example: 'Upstream: refuses the connection. Client: `502 Bad Gateway`, `Content-Length: 0`.',
    judge: (facts) =>
      withBodyDue(facts)
        .filter(({ made }) => made.body.length === 0)
        .map((one) => violation(one, 'a body that explains the error', `${one.made.status} with an empty body`)),
  },
  {
    id: 'OP-43',
    title: 'The body of an error has a media type',
    level: 'should',
    source: 'RFC 9110 section 8.3',
    summary:
      'Where an error that the gateway made has a body it has a Content-Type, so that nobody has to guess whether it is a page or data.',
    example: 'Client: `502 Bad Gateway`, 12 octets of body and no Content-Type.',
    judge: (facts) =>
      withBodyDue(facts)
        .filter(({ made }) => made.body.length > 0 && fieldValues(made.fields, 'Content-Type').length === 0)
        .map((one) =>
          violation(one, 'a Content-Type', `${one.made.status} with ${one.made.body.length} octets of unnamed type`),
        ),
  },
  {
    id: 'OP-42',
    title: 'An error has the form that the client can read',
    level: 'practice',
    source: 'operational practice; RFC 9110 section 12.1, RFC 9457',
    summary:
      'A client that accepts JSON alone gets JSON or an empty body, and one that accepts HTML alone gets HTML or an empty body. A program that parses an error page as JSON fails a second time.',
    example: 'Client: `Accept: application/json`, and gets `Content-Type: text/html`, `<html>…`.',
    judge: (facts) => gatewayErrors(facts).flatMap((one) => [...otherForm(one), ...noJson(one)]),
  },
  {
    id: 'OP-35',
    title: 'An error may not be stored',
    level: 'practice',
    source: 'operational practice; RFC 9111 sections 3 and 4.2.1',
    summary:
      'An error that the gateway made does not say that it stays fresh: a cache on the way would serve it long after the upstream is back.',
    example: 'Client: `502 Bad Gateway`, `Cache-Control: max-age=60`.',
    judge: (facts) =>
      gatewayErrors(facts).flatMap((one) =>
        freshness(one).map((said) =>
          violation(one, 'an error that no cache stores', `${one.made.status} with ${said}`),
        ),
      ),
  },
] satisfies Rule[];

function withBodyDue(facts: Parameters<typeof gatewayErrors>[0]): GatewayError[] {
  return gatewayErrors(facts).filter(({ exchange, made }) => exchange.method !== 'HEAD' && made.complete);
}

function otherForm(one: GatewayError): Violation[] {
  const wanted = WANTED[fieldValues(one.exchange.fields, 'Accept').join(',').trim().toLowerCase()];
  const type = mediaType(one);
  if (!wanted || type === null || one.made.body.length === 0 || wanted.type.test(type)) return [];
  return [
    violation(one, `${wanted.words}, which alone the client accepts, or an empty body`, `${type}: ${start(one)}`),
  ];
}

function noJson(one: GatewayError): Violation[] {
  const { made } = one;
  if (!made.complete || made.body.length === 0 || fieldValues(made.fields, 'Content-Encoding').length > 0) return [];
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(mediaType(one) ?? '')) return [];
  try {
    JSON.parse(made.body.toString('utf8'));
    return [];
  } catch {
    return [violation(one, 'JSON, as Content-Type says', start(one))];
  }
}

function mediaType({ made }: GatewayError): string | null {
  const [value] = fieldValues(made.fields, 'Content-Type');
  return value?.split(';')[0]?.trim().toLowerCase() ?? null;
}

/** The fields by which an error says that it stays fresh, as they stand there. */
function freshness({ made }: GatewayError): string[] {
  const control = fieldValues(made.fields, 'Cache-Control').join(', ');
  if (/\b(?:no-store|no-cache|private)\b/i.test(control)) return [];
  const fresh = /\bpublic\b|\b(?:s-maxage|max-age)\s*=\s*"?0*[1-9]/i.test(control);
  const expires = fieldValues(made.fields, 'Expires').filter((value) => isAfterDate(value, made.fields));
  // max-age counts where both are there (RFC 9111 section 5.3).
  const later = /\b(?:s-maxage|max-age)\b/i.test(control) ? [] : expires;
  return [...(fresh ? [`Cache-Control: ${control}`] : []), ...later.map((value) => `Expires: ${value}`)];
}

/** What is no date is in the past (RFC 9111 section 5.3). */
function isAfterDate(expires: string, fields: GatewayError['made']['fields']): boolean {
  const [made, until] = [fieldValues(fields, 'Date')[0] ?? '', expires].map(httpDate);
  return typeof made === 'number' && typeof until === 'number' && until > made;
}

function start({ made }: GatewayError): string {
  return excerpt(made.body);
}

function excerpt(octets: Buffer): string {
  return JSON.stringify(octets.subarray(0, 40).toString('latin1'));
}

function violation({ exchange }: GatewayError, expected: string, actual: string): Violation {
  return { expected, actual, exchange: exchange.id };
}
