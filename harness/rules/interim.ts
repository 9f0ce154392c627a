import type { Exchange, ParsedResponse } from '../core/evidence.ts';
import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import { type Field, fieldValues } from '../core/http.ts';
import type { Rule, Violation } from '../core/rule.ts';
import type { UpstreamAnswer } from '../core/upstream-answer.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { soundAnswer } from './facts/sound-answer.ts';

/** "One or more" are to be borne (RFC 9110 section 15.2); Go's client bears five, and a bound is no fault. */
const BEARABLE = 5;
/** Fewer octets may stand in any content. */
const TELLING = 4;
/** Fields that a gateway may have of its own. */
const OF_GATEWAY =
  /^(?:date|server|via|connection|keep-alive|content-length|content-type|transfer-encoding|cache-control)$/i;

export default [
  {
    id: 'R-9110-15.2-1',
    title: 'No interim response to an HTTP/1.0 client',
    level: 'must',
    source: 'RFC 9110 section 15.2',
    summary:
      'HTTP/1.0 knows no 1xx: such a client takes it for the final response, and the final one for its content. It gets the final one alone.',
    example: 'Upstream: `103 Early Hints`, then a 200. Client, HTTP/1.0: both.',
    judge: (facts) =>
      everyExchange(facts)
        .filter(({ exchange }) => exchange.version === '1.0')
        .flatMap(({ exchange: { id, interim, final } }) => {
          const found = interim[0] ?? (final?.status === 101 ? final : null);
          return found ? [{ expected: 'the final response alone', actual: `a ${found.status}`, exchange: id }] : [];
        }),
  },
  {
    id: 'R-9110-15.2-2',
    title: 'Interim responses that nobody expected are survived',
    level: 'must',
    source: 'RFC 9110 section 15.2',
    summary:
      'A client, which a gateway is upstream, reads past 1xx responses even if it asked for none, and the final response reaches its own client.',
    example: 'Upstream: 100, 102, 103, then a 200. Client: `502 Bad Gateway`.',
    judge: (facts) => everyExchange(facts).flatMap((one) => lostBehindInterim(one, facts)),
  },
  {
    id: 'R-9110-15.2-3',
    title: 'Interim responses are passed on',
    level: 'practice',
    source: 'RFC 9110 section 15.2 (MUST of proxies; by analogy for a gateway)',
    summary:
      'A 1xx such as 103 (Early Hints) is for the client and reaches it. A 100 may be kept back, since the gateway may have asked for it, and so may a 102, which says no more than that the upstream is alive.',
    example: 'Upstream: `103 Early Hints`, then a 200. Client: the 200 alone.',
    judge: (facts) => everyExchange(facts).flatMap((one) => droppedInterim(one, facts)),
  },
  {
    id: 'R-9110-15.2-4',
    title: 'An interim response has no content',
    level: 'must',
    source: 'RFC 9110 section 15.2, RFC 9112 section 6.3',
    summary:
      'A 1xx ends at its empty line whatever its fields say. What an upstream sends as its content never reaches the client: it would be read as a response, or as a part of one.',
    example:
      'Upstream: a 103 with `Content-Length: 5` and `hello`, then a 200. Client: a 200 that begins with `hello`.',
    judge: (facts) => everyExchange(facts).flatMap(contentOfInterim),
  },
  {
    id: 'R-8297-2-1',
    title: 'Early hints stay hints',
    level: 'must',
    source: 'RFC 8297 section 2',
    summary:
      'Fields of a 103 speak of what the final response may have. They are not added to the final response, whoever makes it.',
    example: 'Upstream: a 103 with `Set-Cookie: a=1`, then a 200 without. Client: a 200 with `Set-Cookie: a=1`.',
    judge: (facts) =>
      everyExchange(facts).flatMap((one) => {
        const { exchange } = one;
        const found = hintedFields(one).find((field) => count(exchange.final, field) > count(one.answer?.final, field));
        if (!found) return [];
        const actual = `${exchange.final?.status} with \`${found.join(': ')}\` of the 103`;
        return [{ expected: 'a final response without fields of the 103', actual, exchange: exchange.id }];
      }),
  },
] satisfies Rule[];

function lostBehindInterim(one: ExchangeFacts, facts: Facts): Violation[] {
  const answer = soundAnswer(one, facts);
  if (!answer || answer.interim.length === 0 || answer.interim.length > BEARABLE) return [];
  const { exchange, madeBy } = one;
  if (madeBy === 'upstream' && exchange.final?.status === answer.final.status) return [];
  const before = answer.interim.map(({ status }) => status).join(', ');
  const expected = `the upstream's ${answer.final.status}, which came after ${before}`;
  return [{ expected, actual: describeAnswer(exchange), exchange: exchange.id }];
}

function droppedInterim(one: ExchangeFacts, facts: Facts): Violation[] {
  const { exchange, madeBy } = one;
  const answer = soundAnswer(one, facts);
  if (!answer || madeBy !== 'upstream' || exchange.version !== '1.1') return [];
  const statuses = answer.interim.map(({ status }) => status).filter((status) => status !== 100 && status !== 102);
  const missing = statuses.find((status) => times(exchange.interim, status) < times(answer.interim, status));
  if (missing === undefined) return [];
  const actual = `${exchange.final?.status} without the ${missing}`;
  return [{ expected: `the ${missing} before the ${answer.final.status}`, actual, exchange: exchange.id }];
}

function times(responses: readonly ParsedResponse[], wanted: number): number {
  return responses.filter(({ status }) => status === wanted).length;
}

/** A 5xx of the gateway is right; it may quote whatever it likes. */
function contentOfInterim({ exchange, answer, madeBy }: ExchangeFacts): Violation[] {
  const content = answer && interimContent(answer);
  if (!content || content.length < TELLING || madeBy === 'gateway' || !hasGot(exchange, content)) return [];
  const actual = `${describeAnswer(exchange)}, with ${JSON.stringify(content.toString('latin1'))}`;
  return [{ expected: "nothing of what followed the 1xx's head", actual, exchange: exchange.id }];
}

/** As a part of the final response's content, or where a status line should be. */
function hasGot({ final, received, interim }: Exchange, content: Buffer): boolean {
  if (final) return final.body.includes(content);
  return behindHeads(received, interim.length).indexOf(content) === 0;
}

/** What stands between an interim response that claims to have content and the next status line; null where nothing does. */
function interimContent({ octets, interim, final, defects }: UpstreamAnswer): Buffer | null {
  const claims = interim.at(-1)?.fields.some(([name]) => /^(?:content-length|transfer-encoding)$/i.test(name));
  if (!claims || final || !defects.some(({ code }) => code === 'no-status-line')) return null;
  const behind = behindHeads(octets, interim.length);
  const next = behind.indexOf('HTTP/');
  return behind.subarray(0, next === -1 ? undefined : next);
}

function behindHeads(octets: Buffer, heads: number): Buffer {
  let from = 0;
  for (let head = 0; head < heads; head++) from = octets.indexOf('\r\n\r\n', from) + 4;
  return octets.subarray(from);
}

/** The fields of every 103 that came for a request, those of attempts that failed too. */
function hintedFields({ answers }: ExchangeFacts): Field[] {
  const hints = answers.flatMap(({ interim }) => interim).filter(({ status }) => status === 103);
  return hints.flatMap(({ fields }) => fields).filter(([name]) => !OF_GATEWAY.test(name));
}

function count(response: ParsedResponse | null | undefined, [name, value]: Field): number {
  return fieldValues(response?.fields ?? [], name).filter((other) => other === value).length;
}
