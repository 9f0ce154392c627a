import type { DefectCode } from '../core/defect-code.ts';
import type { Defect } from '../core/evidence.ts';
import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { allResponses } from './facts/all-responses.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { isFromStore } from './facts/is-from-store.ts';
import { type AnswerWithFinal, soundAnswer } from './facts/sound-answer.ts';

/** What a status that is not three digits makes of the line. */
const NO_STATUS: readonly DefectCode[] = ['bad-status', 'bad-status-line'];
/** CTL of RFC 5234 without HTAB, which a reason phrase may hold. */
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;

export default [
  {
    id: 'R-9110-6.2-1',
    title: 'HTTP/1.9 is read as HTTP/1.1',
    level: 'should',
    source: 'RFC 9110 section 6.2',
    summary:
      'A response with a higher minor version than the gateway knows is read as HTTP/1.1: it is passed on, and its chunks are taken for chunks.',
    example: 'Upstream: `HTTP/1.9 200 OK`. Client: `502 Bad Gateway`.',
    judge: (facts) => everyExchange(facts).flatMap((one) => ofHigherMinor(one, facts)),
  },
  {
    id: 'R-9110-6.2-2',
    title: 'An odd version stops at the gateway',
    level: 'must',
    source: 'RFC 9110 section 6.2, RFC 9112 section 2.3',
    summary:
      'A gateway says a version only if it conforms to it: what the upstream claims, beyond HTTP/1.0 and HTTP/1.1, does not stand in a status line of the gateway.',
    example: 'Upstream: `HTTP/9.9 200 OK`. Client: `HTTP/9.9 200 OK`.',
    judge: (facts) =>
      everyExchange(facts).flatMap(({ exchange, answer }) => {
        const theirs = new Set(allResponses(answer ?? { interim: [], final: null }).map(({ version }) => version));
        const odd = allResponses(exchange).find(
          ({ version }) => !/^HTTP\/1\.[01]$/.test(version) && theirs.has(version),
        );
        if (!odd) return [];
        const actual = `${odd.version} ${odd.status}, as the upstream said`;
        return [{ expected: 'HTTP/1.1 in the status line', actual, exchange: exchange.id }];
      }),
  },
  {
    id: 'R-9112-2.3-1',
    title: "A response has the gateway's own version",
    level: 'must',
    source: 'RFC 9112 section 2.3',
    summary:
      "A forwarded response to an HTTP/1.1 client has the version that the gateway speaks, not the upstream's HTTP/1.0: the client would judge chunks and the connection by the wrong one.",
    example: 'Upstream: `HTTP/1.0 200 OK`. Client, for which the gateway is HTTP/1.1 otherwise: `HTTP/1.0 200 OK`.',
    judge: (facts) =>
      everyExchange(facts)
        .filter((one) => saysOldVersion(one) && one.madeBy === 'upstream' && speaksNewVersion(facts))
        .filter(({ answer }) => answer?.final?.version === 'HTTP/1.0')
        .map(({ exchange }) => ({
          expected: 'HTTP/1.1, as in its other responses',
          actual: `HTTP/1.0 ${exchange.final?.status}, as the upstream said`,
          exchange: exchange.id,
        })),
  },
  {
    id: 'R-9110-15-2',
    title: 'A status outside 100 to 599 is a 5xx',
    level: 'should',
    source: 'RFC 9110 section 15',
    summary:
      'A status of three digits that belongs to no class is handled as a server error: the client gets a 5xx, and neither that status nor a success.',
    example: 'Upstream: `HTTP/1.1 999 Odd`. Client: `HTTP/1.1 999 Odd`.',
    judge: (facts) => everyExchange(facts).flatMap((one) => notServerError(one, ['status-out-of-range'])),
  },
  {
    id: 'R-9112-4-1',
    title: 'A status has three digits',
    level: 'should',
    source: 'RFC 9112 section 4, RFC 9110 section 15',
    summary:
      'A status line whose status is not three digits is no response: the client gets a 5xx, and no such status line and no success that is made of it.',
    example: "Upstream: `HTTP/1.1 20 OK`. Client: `HTTP/1.1 200 OK` with the whole of the upstream's head as content.",
    judge: (facts) => everyExchange(facts).flatMap((one) => notServerError(one, NO_STATUS)),
  },
  {
    id: 'R-9112-4-2',
    title: 'A space follows the status',
    level: 'must',
    source: 'RFC 9112 section 4',
    summary:
      'Without a reason phrase the space behind the status is sent all the same. Recipients may read a line without it, and some do not.',
    example: 'Upstream: `HTTP/1.1 200` CRLF. Client: the same line, without a space at its end.',
    judge: (facts) =>
      everyExchange(facts).flatMap(({ exchange }) => {
        const found = exchange.defects.find(({ code }) => code === 'no-space-after-status');
        const expected = 'a space behind the status, or a reason phrase';
        return found ? [{ expected, actual: found.message, exchange: exchange.id }] : [];
      }),
  },
  {
    id: 'R-9112-4-3',
    title: 'No control characters in the reason phrase',
    level: 'should',
    source: 'RFC 9112 section 4, RFC 9110 section 2.2',
    summary:
      'A reason phrase of the upstream that holds a NUL or another control character is replaced or the response refused: it is no use to anybody, and can be read as the end of the line.',
    example: 'Upstream: `HTTP/1.1 200 O\\0K`. Client: the same line, with the NUL.',
    judge: (facts) =>
      everyExchange(facts).flatMap(({ exchange }) => {
        const found = allResponses(exchange).find(({ reason }) => CONTROL.test(reason));
        const expected = 'a reason phrase without control characters';
        return found ? [{ expected, actual: JSON.stringify(found.reason), exchange: exchange.id }] : [];
      }),
  },
] satisfies Rule[];

function ofHigherMinor(one: ExchangeFacts, facts: Facts): Violation[] {
  const { exchange, madeBy } = one;
  const answer = soundAnswer(one, facts, 'bad-version');
  if (!answer || !exchange.final || !/^HTTP\/1\.[2-9]$/.test(answer.final.version)) return [];
  const { version, status } = answer.final;
  const expected = `the upstream's ${status}, read as HTTP/1.1`;
  if (madeBy === 'gateway')
    return [{ expected, actual: `${describeAnswer(exchange)}, for ${version}`, exchange: exchange.id }];
  if (!hasRawChunks(answer, exchange.final.body)) return [];
  return [{ expected, actual: `a body with the chunk sizes in it, for ${version}`, exchange: exchange.id }];
}

/** Whether the body ends in the octets that came, chunk sizes and all. */
function hasRawChunks({ final, octets }: AnswerWithFinal, body: Buffer): boolean {
  const longer = final.framing === 'chunked' && body.length > final.body.length;
  return longer && octets.subarray(octets.length - body.length).equals(body);
}

function saysOldVersion({ exchange: { version, final } }: ExchangeFacts): boolean {
  return version === '1.1' && final?.version === 'HTTP/1.0';
}

/** A gateway that is HTTP/1.0 itself says so everywhere. */
function speaksNewVersion(facts: Facts): boolean {
  return everyExchange(facts).some(({ exchange }) => exchange.final?.version === 'HTTP/1.1');
}

/** What a client got for a status that is none, if it is no 5xx. A stored response instead is no worse than an error. */
function notServerError({ exchange, answer }: ExchangeFacts, codes: readonly DefectCode[]): Violation[] {
  const theirs = answer?.defects.find(isOneOf(codes));
  if (!theirs) return [];
  const { final } = exchange;
  const expected = `a 5xx, for ${JSON.stringify(firstLine(answer?.octets ?? Buffer.alloc(0)))}`;
  const passed = exchange.defects.find(isOneOf(codes));
  if (passed) return [{ expected, actual: passed.message, exchange: exchange.id }];
  if (!final || isFromStore(exchange) || (final.status >= 500 && final.status <= 599)) return [];
  return [{ expected, actual: describeAnswer(exchange), exchange: exchange.id }];
}

function isOneOf(codes: readonly DefectCode[]): (defect: Defect) => boolean {
  return ({ code }) => codes.includes(code);
}

function firstLine(octets: Buffer): string {
  return octets.toString('latin1', 0, 80).split('\r\n')[0] ?? '';
}
