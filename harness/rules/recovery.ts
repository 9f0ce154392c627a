import { describeAnswer, type ExchangeFacts } from '../core/facts.ts';
import type { Rule } from '../core/rule.ts';

export default [
  {
    id: 'OP-25',
    title: 'Recovers when the fault is over',
    level: 'practice',
    source: 'operational practice',
    summary: 'Once an upstream is healthy again a request on a new connection is answered 2xx.',
    example: 'Upstream: down, then healthy again. Client: still a 503, since the gateway holds it for dead.',
    judge: (facts) =>
      lastCanaries(facts.exchanges)
        .filter(({ exchange: { final } }) => !(final?.complete && final.status >= 200 && final.status < 300))
        .map(({ exchange }) => ({
          expected: `a complete 2xx from upstream ${exchange.upstream} again`,
          actual: describeAnswer(exchange),
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

/** The last request of the aftermath on a connection of its own, for each upstream. */
function lastCanaries(exchanges: readonly ExchangeFacts[]): ExchangeFacts[] {
  const fresh = exchanges.filter(({ exchange }) => exchange.phase === 'aftermath' && exchange.nth === 1);
  return [...new Map(fresh.map((one) => [one.exchange.upstream, one])).values()];
}
