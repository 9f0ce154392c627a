import type { ExchangeFacts, Facts } from '../core/facts.ts';
import { fieldValues } from '../core/http.ts';
import { PROXY_ERRORS, type ProxyError, recommendedStatus } from '../core/proxy-error.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { structuredList } from '../core/structured-list.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { gatewayErrors } from './facts/gateway-errors.ts';
import { upstreamFailure } from './facts/upstream-failure.ts';

const COMPATIBLE = [502, 503, 504];

/** Types that say less than they could, whenever another one fits. */
const VAGUE = new Set(['http_protocol_error', 'proxy_internal_error', 'proxy_internal_response']);

/** Types that one failure may rightly have as well: it depends on which of two things a gateway sees first. */
const KIN: readonly (readonly ProxyError[])[] = [
  ['connection_terminated', 'http_response_incomplete', 'http_response_transfer_coding'],
  ['http_response_header_section_size', 'http_response_header_size'],
  ['connection_read_timeout', 'http_response_timeout', 'http_response_incomplete'],
  ['destination_ip_unroutable', 'connection_refused'],
];

/** Proxy-Status is never missed: a gateway that does not send it breaks none of these. */
export default [
  {
    id: 'R-9209-2-1',
    title: 'Proxy-Status is a list that can be read',
    level: 'must',
    source: 'RFC 9209 section 2, RFC 9651 section 3.1',
    summary:
      'A Proxy-Status that the gateway sends is a structured-field List whose members are Strings or Tokens: whoever cannot parse it throws all of it away.',
    example: 'Client: `Proxy-Status: edge; details=connection refused` (a String needs quotes).',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange, answer }) => exchange.aborted === null && statusOf(answer?.final?.fields) === null)
        .flatMap(({ exchange }) => {
          const said = statusOf(exchange.final?.fields);
          const list = said === null ? [] : structuredList(said);
          if (list?.every(({ kind }) => kind !== 'other')) return [];
          const expected = 'a structured-field List of Strings or Tokens';
          return [{ expected, actual: `Proxy-Status: ${said}`, exchange: exchange.id }];
        }),
  },
  {
    id: 'R-9209-2.1.1-1',
    title: 'The error type is the one that fits best',
    level: 'should',
    source: 'RFC 9209 section 2.1.1',
    summary:
      'Where the gateway names an error type, it is that of the failure: another one, or a vague one such as http_protocol_error for a refused connection, leads whoever reads it astray.',
    example: 'Upstream: refuses the connection. Client: `Proxy-Status: edge; error=http_protocol_error`.',
    judge: (facts) =>
      errors(facts)
        .filter(([{ outcome }, type]) => outcome !== null && !fits(type, outcome.error))
        .filter(([one, type]) => type !== 'connection_refused' || !metNobody(one, facts))
        .map(([one, type]) => violation(one, `error=${one.outcome?.error}`, `error=${type}`)),
  },
  {
    id: 'R-9209-2.1.1-2',
    title: 'The status fits the error type',
    level: 'should',
    source: 'RFC 9209 sections 2.1.1 and 2.3',
    summary:
      'An error whose Proxy-Status names a type has the status that is recommended for it (profile strict), or one of 502, 503 and 504 (compat). Where the status does not even fit what happened, other rules say so.',
    example: 'Client: `502 Bad Gateway` with `Proxy-Status: edge; error=connection_read_timeout`, which is a 504.',
    judge: (facts) =>
      errors(facts).flatMap(([one, type]) => {
        const status = one.exchange.final?.status ?? 0;
        if (isOfOtherRules(one, status, facts)) return [];
        const wanted = recommendedStatus(type);
        const right = facts.profile === 'strict' ? status === wanted : COMPATIBLE.includes(status);
        return right ? [] : [violation(one, `status ${wanted} for error=${type}`, `${status}`)];
      }),
  },
] satisfies Rule[];

function statusOf(fields: Parameters<typeof fieldValues>[0] | undefined): string | null {
  const values = fieldValues(fields ?? [], 'Proxy-Status');
  return values.length === 0 ? null : values.join(', ');
}

/** The gateway's errors with the type that they name, as far as a fault of an upstream can have it; the last hop says it. */
function errors(facts: Facts): [ExchangeFacts, ProxyError][] {
  return gatewayErrors(facts).flatMap((one) => {
    const last = structuredList(statusOf(one.made.fields) ?? '')?.at(-1);
    const type = last?.parameters.get('error')?.replaceAll('"', '') ?? '';
    return isProxyError(type) ? [[one, type] as [ExchangeFacts, ProxyError]] : [];
  });
}

function isProxyError(type: string): type is ProxyError {
  return type in PROXY_ERRORS;
}

/** A status that does not fit what happened is judged by that: OP-06, OP-07, and the rules of RFC 9110 section 15.6. */
function isOfOtherRules(one: ExchangeFacts, status: number, { timeouts }: Facts): boolean {
  if (one.outcome !== null) return true;
  const failure = upstreamFailure(one, timeouts);
  return failure !== null && status !== (failure.kind === 'silent' ? 504 : 502);
}

/** Where the upstream's process was struck before, its port refuses those who come next. */
function metNobody({ exchange, attempts }: ExchangeFacts, { evidence }: Facts): boolean {
  const struck = evidence.main.observations.some(
    (event) =>
      (event.kind === 'signal' || (event.kind === 'waiting' && event.what === 'controller')) &&
      event.upstream === exchange.upstream &&
      event.at <= exchange.endedAt,
  );
  return struck && attempts.length === 0;
}

/** What is not well-formed may be told more closely than the catalogue does. */
function fits(type: ProxyError, wanted: ProxyError): boolean {
  // A limit of its own the gateway may reach whatever the upstream does.
  if (
    type === wanted ||
    type === 'connection_limit_reached' ||
    KIN.some((kin) => kin.includes(type) && kin.includes(wanted))
  )
    return true;
  return VAGUE.has(wanted) && type.startsWith('http_response_');
}

function violation({ exchange }: ExchangeFacts, expected: string, actual: string): Violation {
  return { expected, actual, exchange: exchange.id };
}
