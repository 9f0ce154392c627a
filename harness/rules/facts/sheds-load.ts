import { answerTime, type ExchangeFacts, type Facts } from '../../core/facts.ts';
import { nobodyAsked } from './nobody-asked.ts';

/**
 * Whether a gateway turned a request away since there were too many: it made a 5xx itself, long before any of its timeouts,
 * and asked no upstream, while the same upstream, in the same state, was holding a request that it had taken.
 */
export function shedsLoad(one: ExchangeFacts, facts: Facts): boolean {
  const { exchange, madeBy } = one;
  if (madeBy !== 'gateway' || !exchange.final || exchange.final.status < 500) return false;
  const early = answerTime(exchange) < Math.min(facts.timeouts.connect, facts.timeouts.read) / 2;
  return early && isHolding(one, facts) && nobodyAsked(one, facts);
}

function isHolding({ exchange }: ExchangeFacts, facts: Facts): boolean {
  return (exchange.phase === 'twin' ? facts.twin : facts.exchanges)
    .filter(({ exchange: other }) => other.upstream === exchange.upstream && other.fault === exchange.fault)
    .some(
      ({ exchange: other, attempts }) =>
        other.startedAt < exchange.endedAt && other.endedAt > exchange.endedAt && attempts.length > 0,
    );
}
