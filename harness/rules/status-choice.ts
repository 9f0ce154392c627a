import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { everyExchange } from './facts/every-exchange.ts';
import { shedsLoad } from './facts/sheds-load.ts';
import { endedItself, type UpstreamFailure, upstreamFailure } from './facts/upstream-failure.ts';

const COMPATIBLE = [502, 503, 504];

/** Where a fault of the catalogue is armed, OP-06 speaks; where the author expects a status, that does. */
export default [
  {
    id: 'OP-07',
    title: 'A fault of the upstream is no 500',
    level: 'should',
    source: 'RFC 9209 sections 2.1.1 and 2.3.30',
    summary:
      'A gateway says 500 when it failed itself, or is configured wrongly. What an upstream did wrong is a 502 or a 504: whoever is on duty must not look for the fault in the wrong place.',
    example: 'Upstream: closes the connection before it answers. Client: `500 Internal Server Error`.',
    judge: (facts) =>
      failures(facts)
        .filter(([{ exchange }]) => exchange.final?.status === 500)
        .map(([one, { text }]) => violation(one, `no 500, since the upstream ${text}`)),
  },
  {
    id: 'R-9110-15.6.3-1',
    title: 'An invalid response of the upstream is a 502',
    level: 'should',
    source: 'RFC 9110 section 15.6.3; RFC 9209 section 2.1.1',
    summary:
      'A gateway that got no valid response says 502 (profile strict), or one of 502, 503 and 504 (compat). It may pass on a valid form of the response instead, and a 504 is right where it waited for the rest.',
    example: 'Upstream: `HTTP/1.1 two hundred`. Client: `501 Not Implemented`.',
    judge: (facts) =>
      failures(facts)
        .filter(([one, { kind }]) => kind === 'invalid' && !isRight(one, facts, 502) && !mayHaveWaited(one))
        .map(([one, { text }]) => violation(one, `${allowed(facts, 502)}, since the upstream ${text}`)),
  },
  {
    id: 'R-9110-15.6.4-1',
    title: 'A request that is turned away for overload gets a 503',
    level: 'should',
    source: 'RFC 9110 section 15.6.4; RFC 9209 section 2.3.12',
    summary:
      'A gateway that answers at once, without asking the upstream, while that is busy with other requests, has too many of them: this is what 503 means (profile compat: 502 and 504 too).',
    example: 'Gateway: four requests are under way, and no more are allowed. Client of the fifth: `500`.',
    judge: (facts) =>
      judged(facts)
        .filter((one) => shedsLoad(one, facts) && !isRight(one, facts, 503))
        .map((one) => violation(one, `${allowed(facts, 503)}, since the upstream is busy and was not asked`)),
  },
  {
    id: 'R-9110-15.6.5-1',
    title: 'An upstream that says nothing in time is a 504',
    level: 'should',
    source: 'RFC 9110 section 15.6.5; RFC 9209 section 2.1.1',
    summary:
      'A gateway that got a whole request to its upstream, and no octet back while it waited, says 504 (profile strict), or one of 502, 503 and 504 (compat).',
    example: 'Upstream: reads the request and says nothing. Client, when the read timeout is over: `502 Bad Gateway`.',
    judge: (facts) =>
      failures(facts)
        .filter(([one, { kind }]) => kind === 'silent' && !isRight(one, facts, 504))
        .map(([one, { text }]) => violation(one, `${allowed(facts, 504)}, since the upstream ${text}`)),
  },
] satisfies Rule[];

function judged(facts: Facts): ExchangeFacts[] {
  return everyExchange(facts).filter(
    ({ exchange, madeBy, authored }) =>
      madeBy === 'gateway' && (exchange.final?.status ?? 0) >= 500 && authored.status === undefined,
  );
}

/** The gateway's errors at which the upstream is shown to have failed, and how. */
function failures(facts: Facts): [ExchangeFacts, UpstreamFailure][] {
  return judged(facts)
    .filter(({ outcome }) => outcome === null)
    .flatMap((one) => {
      const failure = upstreamFailure(one, facts.timeouts);
      return failure ? [[one, failure] as [ExchangeFacts, UpstreamFailure]] : [];
    });
}

/** A 500 for what the upstream did is OP-07's. */
function isRight(one: ExchangeFacts, { profile, timeouts }: Facts, wanted: number): boolean {
  const status = one.exchange.final?.status ?? 0;
  if (status === 500 && one.outcome === null && upstreamFailure(one, timeouts)) return true;
  return profile === 'strict' ? status === wanted : COMPATIBLE.includes(status);
}

function allowed({ profile }: Facts, wanted: number): string {
  return `status ${profile === 'strict' ? wanted : COMPATIBLE.join(', ')}`;
}

function mayHaveWaited({ exchange, answers }: ExchangeFacts): boolean {
  const last = answers.at(-1);
  return exchange.final?.status === 504 && last !== undefined && !endedItself(last);
}

function violation({ exchange }: ExchangeFacts, expected: string): Violation {
  return { expected, actual: describeAnswer(exchange), exchange: exchange.id };
}
