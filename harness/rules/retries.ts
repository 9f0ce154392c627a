import type { Attempt, ExchangeFacts, Facts } from '../core/facts.ts';
import { IDEMPOTENT_METHODS } from '../core/http.ts';
import type { Rule } from '../core/rule.ts';

export default [
  {
    id: 'OP-10',
    title: 'A request that is not idempotent is sent once',
    level: 'should',
    source: 'RFC 9110 section 9.2.2 (MUST NOT for proxies, SHOULD NOT for clients, which a gateway is upstream)',
    summary:
      'Whatever happens to it, a request whose method is not GET, HEAD, OPTIONS, TRACE, PUT or DELETE reaches the upstreams once: a replayed POST pays twice.',
    judge: (facts) =>
      facts.exchanges
        .filter(({ exchange }) => !IDEMPOTENT_METHODS.has(exchange.method))
        .map((one) => ({ ...one, attempts: [...one.attempts, ...unnamedAttempts(one, facts)] }))
        .filter(({ attempts }) => attempts.length > 1)
        .map(({ exchange, attempts }) => ({
          expected: `one attempt at ${exchange.method} ${exchange.target}`,
          actual: `${attempts.length} attempts: ${attempts.map(describe).join(', ')}`,
          exchange: exchange.id,
        })),
  },
] satisfies Rule[];

/**
 * Attempts that came without a correlation id: they belong to the exchange when no other of its method was under way, and
 * method and target are its own.
 */
function unnamedAttempts({ exchange }: ExchangeFacts, facts: Facts): Attempt[] {
  const { method, target, startedAt, endedAt } = exchange;
  const alone = facts.exchanges.every(
    ({ exchange: other }) =>
      other === exchange || other.method !== method || other.endedAt < startedAt || other.startedAt > endedAt,
  );
  if (!alone) return [];
  return Object.values(facts.upstreams)
    .flatMap(({ attempts }) => attempts)
    .filter((attempt) => attempt.id === null && attempt.method === method && attempt.target === target)
    .filter((attempt) => attempt.at >= startedAt && attempt.at <= endedAt);
}

function describe({ upstream, connection, nth }: Attempt): string {
  return `${upstream} connection ${connection} request ${nth}`;
}
