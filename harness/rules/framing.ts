import { type DefectCode, defectSpoils } from '../core/defect-code.ts';
import type { Exchange } from '../core/evidence.ts';
import { describeAnswer, type ExchangeFacts } from '../core/facts.ts';
import { CORRELATION_HEADER, fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';

export default [
  {
    id: 'OP-32',
    title: 'One request, one response, its own',
    level: 'must',
    source: 'RFC 9112 sections 6.3, 9.2, 9.3.2 and 11.2; RFC 9110 section 15',
    summary:
      'Each request on a client connection gets one final response that carries its own correlation id, framed so that nobody can read it otherwise, with no octet behind it.',
    judge: (facts) =>
      facts.exchanges.flatMap((one) => [
        ...noResponse(one),
        ...brokenFraming(one.exchange),
        ...leftover(one.exchange),
        ...foreign(one.exchange),
      ]),
  },
  {
    id: 'OP-33',
    title: 'No dangerous octets in the head',
    level: 'must',
    source: 'RFC 9110 section 5.5, RFC 9112 section 2.2',
    summary:
      'No NUL, bare CR or bare LF reaches the client in a status line or a field; nor any other control character, but where the upstream sent it and may be passed on.',
    judge: (facts) =>
      facts.exchanges.flatMap((one) =>
        defects(
          one.exchange,
          (code) => defectSpoils(code) === 'octet' && !(code === 'control-character' && passesOn(one)),
          'a head without NUL, bare CR, bare LF and control characters',
        ),
      ),
  },
  {
    id: 'R-9110-2.2-1',
    title: 'The client gets what matches the grammar',
    level: 'must',
    source: 'RFC 9110 section 2.2, RFC 9112 sections 4 and 5',
    summary:
      'A gateway sends its own messages: status line, version and fields match the grammar, but for an oddity of the upstream that may be passed on.',
    judge: (facts) =>
      facts.exchanges
        .filter((one) => !passesOn(one))
        .flatMap(({ exchange }) =>
          defects(
            exchange,
            (code) => defectSpoils(code) === 'grammar' && code !== 'incomplete-head',
            'a response that matches the grammar',
          ),
        ),
  },
] satisfies Rule[];

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

/** A response that the gateway made itself carries no correlation id. */
function foreign(exchange: Exchange): Violation[] {
  const ids = fieldValues(exchange.final?.fields ?? [], CORRELATION_HEADER);
  if (ids.every((id) => id === exchange.id)) return [];
  const expected = 'the response to its own request';
  return [{ expected, actual: `the response to ${ids.join(', ')}`, exchange: exchange.id }];
}

function defects(exchange: Exchange, speaksOf: (code: DefectCode) => boolean, expected: string): Violation[] {
  const found = exchange.defects.filter(({ code }) => speaksOf(code));
  if (found.length === 0) return [];
  return [{ expected, actual: found.map(({ message }) => message).join('; '), exchange: exchange.id }];
}

function passesOn({ outcome }: ExchangeFacts): boolean {
  return outcome?.accepts.includes('passed-on') === true;
}
