import type { DefectCode } from '../core/defect-code.ts';
import type { Exchange, Observation } from '../core/evidence.ts';
import type { Attempt, ExchangeFacts, Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import type { UpstreamAnswer } from '../core/upstream-answer.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { inQuotes } from './facts/in-quotes.ts';
import { type Reuse, reuses } from './facts/reuses.ts';
import { surplusOf } from './facts/surplus.ts';

/** After these nobody can say where the response ended, or somebody says otherwise. */
const DOUBTFUL: readonly DefectCode[] = [
  'bad-content-length',
  'conflicting-content-length',
  'bad-transfer-encoding',
  'bad-chunk-size',
  'chunk-size-overflow',
  'missing-chunk-end',
];

/** The least length of a body that is no chance match, in octets. */
const TELLING = 4;

export default [
  {
    id: 'R-9112-6.3-7',
    title: 'Octets behind a response are no response',
    level: 'must',
    source: 'RFC 9112 section 6.3',
    summary:
      'What an upstream sends behind the end of its response is not processed, cached or forwarded as another one: the next client would get an answer that somebody else has written.',
    example: 'Upstream: a response, and `HTTP/1.1 200 OK … poison` behind it. The next client: `poison`.',
    judge: (facts) => poisoned(facts, ({ exchange, answer }) => !wasIdle(exchange, answer), 'behind another response'),
  },
  {
    id: 'R-9112-9.2-1',
    title: 'An idle connection has no response',
    level: 'must',
    source: 'RFC 9112 section 9.2',
    summary:
      'Octets that come over an upstream connection while no request is outstanding on it answer nothing. A later request gets its own answer.',
    example: 'Upstream: an idle connection, on it `HTTP/1.1 408 Request Timeout`. The next client: that 408.',
    judge: (facts) => poisoned(facts, ({ exchange, answer }) => wasIdle(exchange, answer), 'while idle'),
  },
  {
    id: 'R-9112-9.3-1',
    title: 'A response is read to its end, or its connection closed',
    level: 'must',
    source: 'RFC 9112 section 9.3',
    summary:
      'When the client leaves in mid-response the rest of it is still to come on the upstream connection. Whoever sends the next request there gets that rest for an answer.',
    example: 'Client: gone after 1 KiB of 16 MiB. Gateway: the next request on the same upstream connection.',
    judge: (facts) =>
      reuses(facts)
        .filter(({ exchange }) => exchange.aborted !== null)
        .filter((one) => isOwed(one.answer) || isUnderWay(facts, one))
        .map((one) => reused(one, 'the client left before its response had ended')),
  },
  {
    id: 'OP-31',
    title: 'No reuse when in doubt',
    level: 'should',
    source: 'RFC 9112 sections 6.3, 9.2 and 9.3',
    summary:
      'An upstream connection carries no further request once its framing is in doubt: a length that is invalid, broken chunks, surplus octets, a response that never ended or never came.',
    example: 'Upstream: `Content-Length: abc`. Gateway: a 502, and the next request on the same connection.',
    judge: (facts) =>
      reuses(facts)
        .filter(({ exchange }) => exchange.aborted === null)
        .flatMap((one) => {
          const doubt = doubtOf(one.answer);
          return doubt === null ? [] : [reused(one, doubt)];
        }),
  },
  {
    id: 'OP-15',
    title: 'No retry once the response began',
    level: 'practice',
    source: 'operational practice; nginx documentation, proxy_next_upstream',
    summary:
      'Once an octet of the response went to the client nothing can be taken back: no further attempt is made, whose answer could only be glued to the first.',
    example: 'Upstream: half a body, RST. Gateway: asks again, and sends the second answer behind the half.',
    judge: (facts) => everyExchange(facts).flatMap(retriedTooLate),
  },
] satisfies Rule[];

/** Why the framing of a connection is in doubt after an answer; null where it is not, or nobody knows. */
function doubtOf(answer: UpstreamAnswer): string | null {
  const defect = answer.defects.find(({ code }) => DOUBTFUL.includes(code));
  if (defect) return `the response before had ${defect.message}`;
  if (!answer.whole) return null;
  if (surplusOf(answer).length > 0)
    return `${inQuotes(surplusOf(answer).toString('latin1'))} came behind the response before`;
  if (answer.octets.length === 0) return 'the request before was never answered';
  return answer.final?.complete ? null : 'the response before had not ended';
}

function reused({ attempt, next }: Reuse, why: string): Violation {
  const { method, target, nth, connection } = attempt;
  return {
    expected: `a new upstream connection, as ${why}`,
    actual: `${method} ${target} as request ${nth} on connection ${connection}`,
    exchange: next.id,
  };
}

/** By its own framing there is more to come. */
function isOwed({ whole, final }: UpstreamAnswer): boolean {
  return whole && final?.complete === false;
}

/** The kernel had not yet taken the answer when the next request came: the gateway cannot have read it. */
function isUnderWay({ evidence }: Facts, { attempt, exchange }: Reuse): boolean {
  const { observations } = exchange.phase === 'twin' ? evidence.twin : evidence.main;
  const own = observations.filter((event) => isOn(event, attempt));
  const until = own.findIndex((event) => event.kind === 'request' && event.nth === attempt.nth);
  const before = own.slice(0, Math.max(0, until));
  const sent = before.findLastIndex((event) => event.kind === 'sent');
  return sent !== -1 && !before.slice(sent).some((event) => event.kind === 'step');
}

function isOn(event: Observation, { upstream, connection }: Attempt): boolean {
  return event.upstream === upstream && 'connection' in event && event.connection === connection;
}

/** The surplus was sent when the client already had the response. */
function wasIdle({ endedAt }: Exchange, { lastAt }: UpstreamAnswer): boolean {
  return lastAt !== null && lastAt > endedAt;
}

/** An answer with surplus octets, and its exchange. */
type Source = Pick<Reuse, 'exchange' | 'answer'>;

/** Responses whose body stands in octets that another request's upstream connection had too many. */
function poisoned(facts: Facts, speaksOf: (source: Source) => boolean, where: string): Violation[] {
  return [facts.twin, facts.exchanges].flatMap((pass) => {
    const sources = pass
      .flatMap(({ exchange, answers }) => answers.map((answer) => ({ exchange, answer })))
      .filter(({ answer }) => answer.final?.framing !== 'none' && surplusOf(answer).length > 0)
      .filter(speaksOf);
    return pass
      .filter((victim) => sources.some((source) => isPoison(source, victim)))
      .map(({ exchange }) => ({
        expected: 'an answer to its own request',
        actual: `${exchange.final?.status} with ${inQuotes(exchange.final?.body.toString('latin1') ?? '')}, which came ${where}`,
        exchange: exchange.id,
      }));
  });
}

function isPoison({ exchange: first, answer }: Source, { exchange, answers }: ExchangeFacts): boolean {
  const body = exchange.final?.body ?? Buffer.alloc(0);
  if (body.length < TELLING || exchange === first) return false;
  if ((answer.lastAt ?? Number.POSITIVE_INFINITY) > exchange.startedAt) return false;
  return surplusOf(answer).includes(body) && !answers.some(({ octets }) => octets.includes(body));
}

/** The client has the beginning of one attempt's answer, and yet another attempt followed. */
function retriedTooLate({ exchange, attempts, answers, madeBy }: ExchangeFacts): Violation[] {
  const first = exchange.pieces[0];
  if (!first || !exchange.final || exchange.interim.length > 0 || madeBy !== 'upstream') return [];
  const begun = answers.some(({ final, firstAt }) => isBegun(exchange, final?.status, firstAt, first.at));
  // An upstream that speaks before it is asked may be heard before the first attempt is: that one is no further one.
  const later = attempts.slice(1).filter(({ at }) => at > first.at);
  if (!begun || later.length === 0) return [];
  return [
    {
      expected: 'no attempt after the first octet to the client',
      actual: `${later.length} more, ${Math.round((later[0]?.at ?? 0) - first.at)} ms after it`,
      exchange: exchange.id,
    },
  ];
}

function isBegun({ final }: Exchange, status: number | undefined, firstAt: number | null, clientAt: number): boolean {
  return status !== undefined && status === final?.status && firstAt !== null && firstAt <= clientAt;
}
