import { describeAnswer, type ExchangeFacts } from '../core/facts.ts';
import type { Rule } from '../core/rule.ts';
import type { UpstreamAnswer } from '../core/upstream-answer.ts';
import { everyExchange } from './facts/every-exchange.ts';

/** A head that no common gateway takes by default; the smallest of their limits are 4 to 8 KiB. In octets. */
const OVERSIZED = 32 * 1024;

export default [
  {
    id: 'R-9110-2.3-1',
    title: 'An oversized head breaks nothing but its own exchange',
    level: 'should',
    source: 'RFC 9110 section 2.3',
    summary:
      'A response head of the upstream that is larger than any buffer is refused or passed on. Neither does its client wait for ever, nor do requests to other upstreams fail from then on.',
    example: 'Upstream: 20,000 header lines. The next client, on another route: a 502.',
    judge: (facts) => {
      const all = everyExchange(facts);
      const struck = all.filter(({ answers }) => answers.some(isOversized));
      const hung = struck.filter(({ exchange }) => exchange.ended === 'timeout' && !exchange.final?.complete);
      const harmed = all.filter((one) => isFailure(one) && struck.some((other) => isElsewhere(one, other)));
      return [
        ...hung.map(({ exchange }) => ({
          expected: 'an end of the exchange: a 5xx, or the head passed on',
          actual: describeAnswer(exchange),
          exchange: exchange.id,
        })),
        ...harmed.map(({ exchange }) => ({
          expected: `the answer of ${exchange.upstream}, which is healthy`,
          actual: `${describeAnswer(exchange)}, after an oversized head of another upstream`,
          exchange: exchange.id,
        })),
      ];
    },
  },
] satisfies Rule[];

function isOversized({ octets, whole, final }: UpstreamAnswer): boolean {
  if (!whole && final === null) return true;
  const end = octets.indexOf('\r\n\r\n');
  return (end === -1 ? octets.length : end) > OVERSIZED;
}

/** The gateway's own failure: the upstream was not asked, or its answer was sound. */
function isFailure({ exchange, answers, madeBy }: ExchangeFacts): boolean {
  const sound = answers.every(({ final, defects }) => final?.complete && final.status < 500 && defects.length === 0);
  const failed = exchange.final === null || exchange.final.status >= 500;
  return failed && exchange.aborted === null && exchange.fault === null && sound && madeBy !== 'upstream';
}

function isElsewhere({ exchange }: ExchangeFacts, { exchange: struck }: ExchangeFacts): boolean {
  const samePass = (exchange.phase === 'twin') === (struck.phase === 'twin');
  return samePass && exchange.upstream !== struck.upstream && exchange.startedAt >= struck.startedAt;
}
