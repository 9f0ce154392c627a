import type { Exchange } from '../core/evidence.ts';
import type { ExchangeFacts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';

/** How a status line begins: version and status. */
const STATUS = /HTTP\/\d\.\d \d{3}(?!\d)/g;

export default [
  {
    id: 'R-9110-15-1',
    title: 'One request has one final response',
    level: 'must',
    source: 'RFC 9110 section 15, RFC 9112 sections 9.2 and 11.2',
    summary:
      'A second final response is neither passed on nor made by the gateway: the client would take it for the response to its next request, or for content of the first.',
    example:
      'Upstream: half of a 200, then a reset. Client: half of the 200, and `HTTP/1.1 502 Bad Gateway` behind it.',
    judge: (facts) => everyExchange(facts).flatMap((one) => [...behindTheFirst(one.exchange), ...withinTheFirst(one)]),
  },
] satisfies Rule[];

function behindTheFirst({ received, leftover, id }: Exchange): Violation[] {
  const surplus = received.subarray(received.length - leftover).toString('latin1');
  return /^HTTP\/\d\.\d [^1]/.test(surplus) ? [violation(surplus, id)] : [];
}

/** A status line in the content that the upstream never sent, neither as a status line nor as content. */
function withinTheFirst({ exchange, answers }: ExchangeFacts): Violation[] {
  const { received, interim, final, leftover, id } = exchange;
  if (!final || answers.length === 0 || !answers.every(({ whole }) => whole)) return [];
  const ofFirst = received.subarray(0, received.length - leftover).toString('latin1');
  const inContent = (ofFirst.match(STATUS) ?? []).slice(interim.length + 1);
  const made = inContent.find((line) => !answers.some(({ octets }) => octets.includes(line, 0, 'latin1')));
  return made === undefined ? [] : [violation(made, id)];
}

function violation(octets: string, exchange: string): Violation {
  const line = octets.split('\r\n')[0];
  return { expected: 'one final response', actual: `a second one: ${JSON.stringify(line)}`, exchange };
}
