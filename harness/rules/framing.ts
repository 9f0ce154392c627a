import { type DefectCode, defectSpoils } from '../core/defect-code.ts';
import type { Exchange } from '../core/evidence.ts';
import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import { CORRELATION_HEADER, fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { allResponses } from './facts/all-responses.ts';
import { everyExchange } from './facts/every-exchange.ts';

/** CTL of RFC 5234 without NUL, CR and LF, which no place excuses, and HTAB. */
const CONTROL = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/;

export default [
  {
    id: 'OP-32',
    title: 'One request, one response, its own',
    level: 'must',
    source: 'RFC 9112 sections 6.3, 9.2, 9.3.2 and 11.2; RFC 9110 section 15',
    summary:
      'Each request on a client connection gets one final response that carries its own correlation id, framed so that nobody can read it otherwise, with no octet behind it.',
    example:
      'Upstream: a response with surplus octets `HTTP/1.1 200 OK … poison`. Client: its next request gets the poison.',
    judge: (facts) =>
      everyExchange(facts).flatMap((one) => [
        ...noResponse(one),
        ...brokenFraming(one.exchange),
        ...leftover(one.exchange),
        ...foreign(one.exchange, facts),
      ]),
  },
  {
    id: 'OP-33',
    title: 'No dangerous octets in the head',
    level: 'must',
    source: 'RFC 9110 section 5.5, RFC 9112 section 2.2',
    summary:
      'No NUL, bare CR or bare LF reaches the client in a status line or a field; nor any other control character in a field, but where the upstream sent it and may be passed on.',
    example: 'Upstream: `X-Note: be\\0fore`. Client: the same field, with the NUL.',
    judge: (facts) =>
      facts.exchanges.flatMap((one) =>
        defects(
          one.exchange,
          (code) => defectSpoils(code) === 'octet' && !(code === 'control-character' && isForOthers(one)),
          'a head without NUL, bare CR, bare LF and control characters',
        ),
      ),
  },
  {
    id: 'R-9110-2.2-1',
    title: 'What the gateway writes matches the grammar',
    level: 'must',
    source: 'RFC 9110 section 2.2, RFC 9112 sections 4 and 5',
    summary:
      'Status line and fields that the gateway made match the grammar. What it passes on of the upstream’s own oddities is for the rules that name them.',
    example: 'Client: `HTTP/9.9 502 Bad Gateway` made by the gateway itself.',
    judge: (facts) =>
      everyExchange(facts)
        .filter((one) => !passesOn(one))
        .flatMap((one) =>
          defects(one.exchange, (code) => isOfItsOwn(code, one), 'a response that matches the grammar'),
        ),
  },
] satisfies Rule[];

/** A cut head is for OP-32. Before an error of the gateway's own there may be interim responses that are the upstream's. */
function isOfItsOwn(code: DefectCode, { exchange, answer, madeBy }: ExchangeFacts): boolean {
  if (defectSpoils(code) !== 'grammar' || code === 'incomplete-head') return false;
  return (
    (madeBy === 'gateway' && exchange.interim.length === 0) ||
    answer?.defects.some((defect) => defect.code === code) !== true
  );
}

/** Whether a control character may be passed on, or stands in the reason phrase alone: that is for R-9112-4-3. */
function isForOthers(one: ExchangeFacts): boolean {
  const fields = allResponses(one.exchange).flatMap((response) => response.fields.flat());
  return passesOn(one) || !fields.some((text) => CONTROL.test(text));
}

/** Where a broken framing explains why there is no response, that is the finding. */
function noResponse({ exchange, outcome }: ExchangeFacts): Violation[] {
  const { final, received, ended } = exchange;
  const explained = exchange.defects.some(({ code }) => defectSpoils(code) === 'framing');
  const cut = received.length > 0 && final === null && (ended === 'fin' || ended === 'rst');
  if (!cut || explained || outcome?.accepts.includes('truncated')) return [];
  return [{ expected: 'one final response', actual: describeAnswer(exchange), exchange: exchange.id }];
}

function brokenFraming(exchange: Exchange): Violation[] {
  return defects(exchange, (code) => defectSpoils(code) === 'framing', 'unambiguous framing');
}

function leftover(exchange: Exchange): Violation[] {
  if (exchange.leftover === 0) return [];
  const actual = `${exchange.leftover} octets behind it (${describeAnswer(exchange)})`;
  return [{ expected: 'one final response and nothing behind it', actual, exchange: exchange.id }];
}

/** A response that the gateway made itself carries no correlation id, a stored one that of an earlier request for it. */
function foreign(exchange: Exchange, facts: Facts): Violation[] {
  const ids = fieldValues(exchange.final?.fields ?? [], CORRELATION_HEADER);
  const stored = facts.case.variant.settings.cache ? everyExchange(facts).filter(isEarlierFor(exchange)) : [];
  const own = [exchange.id, ...stored.map((earlier) => earlier.exchange.id)];
  if (ids.every((id) => own.includes(id))) return [];
  const expected = 'the response to its own request';
  return [{ expected, actual: `the response to ${ids.join(', ')}`, exchange: exchange.id }];
}

function isEarlierFor({ target, startedAt, phase }: Exchange): (one: ExchangeFacts) => boolean {
  const isTwin = phase === 'twin';
  return ({ exchange: other }) =>
    other.target === target && other.startedAt < startedAt && (other.phase === 'twin') === isTwin;
}

function defects(exchange: Exchange, speaksOf: (code: DefectCode) => boolean, expected: string): Violation[] {
  const found = exchange.defects.filter(({ code }) => speaksOf(code));
  if (found.length === 0) return [];
  return [{ expected, actual: found.map(({ message }) => message).join('; '), exchange: exchange.id }];
}

function passesOn({ outcome }: ExchangeFacts): boolean {
  return outcome?.accepts.includes('passed-on') === true;
}
