import { connectionsOf } from '../core/connections.ts';
import { formatDuration } from '../core/duration.ts';
import type { Observation } from '../core/evidence.ts';
import { describeAnswer, type Facts } from '../core/facts.ts';
import type { Rule, Violation } from '../core/rule.ts';

/** Beyond the TTL, in milliseconds: a TTL is in whole seconds, and a gateway may round it up to the next one. */
const GRACE = 1500;

export default [
  {
    id: 'OP-26',
    title: 'Follows a record that changed',
    level: 'practice',
    source: 'operational practice; RFC 1035 section 3.2.1 (TTL)',
    summary:
      'Once what a name resolves to has changed, and the TTL of the old answer is over, no new connection goes to the old address and every request goes to the new one.',
    example: 'Resolver: another address since 3 s, TTL 0. Upstream at the old address: a new connection.',
    judge: (facts) => recordsOf(facts).flatMap((record) => [...stale(record, facts), ...notFound(record, facts)]),
  },
] satisfies Rule[];

/** One thing that an upstream's name resolved to for a while. */
interface NameRecord {
  readonly upstream: string;
  /** Whether the upstream's own address is what it resolved to: alone, or not at all. */
  readonly own: boolean;
  readonly at: number;
  /** When answers from before it may no longer be used. */
  readonly since: number;
  readonly until: number;
}

/** Records that say whether a name leads to its upstream; others leave it open. */
function recordsOf({ evidence: { gateway, main } }: Facts): NameRecord[] {
  const told = main.observations.filter((event) => event.kind === 'record');
  return told.flatMap(({ upstream, at, addresses }) => {
    const host = gateway.upstreams[upstream]?.replace(/:\d+$/, '');
    const own = addresses?.includes(host ?? '');
    if (!addresses || host === undefined || (own && addresses.length > 1)) return [];
    const next = told.find((other) => other.upstream === upstream && other.at > at);
    const expiry = lastExpiry(main.observations, upstream, at);
    return [{ upstream, own: own === true, at, since: expiry + GRACE, until: next?.at ?? Number.POSITIVE_INFINITY }];
  });
}

/** When the last of the answers given before a moment is over; that moment at the earliest. */
function lastExpiry(observations: readonly Observation[], upstream: string, at: number): number {
  const ends = observations.map((event) =>
    event.kind === 'query' && event.upstream === upstream && event.at <= at ? event.at + 1000 * (event.ttl ?? 0) : at,
  );
  return Math.max(at, ...ends);
}

function stale(record: NameRecord, { evidence }: Facts): Violation[] {
  if (record.own) return [];
  return connectionsOf(evidence.main, evidence.armings)
    .filter(({ upstream, at }) => upstream === record.upstream && at > record.since && at < record.until)
    .slice(0, 1)
    .map(({ connection, at }) => ({
      expected: `no new connection to the old address of upstream ${record.upstream}`,
      actual: `connection ${connection}, ${formatDuration(at - record.at)} after the record changed`,
      timed: true,
    }));
}

function notFound(record: NameRecord, { exchanges }: Facts): Violation[] {
  if (!record.own) return [];
  return exchanges
    .filter(({ exchange }) => exchange.upstream === record.upstream && exchange.fault === null)
    .filter(({ exchange }) => exchange.startedAt > record.since && exchange.endedAt < record.until)
    .filter(({ attempts, madeBy, exchange }) => attempts.length === 0 && madeBy !== 'upstream' && failed(exchange))
    .slice(0, 1)
    .map(({ exchange }) => ({
      expected: `a request that goes to the new address of upstream ${record.upstream}`,
      actual: `${describeAnswer(exchange)}, ${formatDuration(exchange.startedAt - record.at)} after the record changed`,
      exchange: exchange.id,
      timed: true,
    }));
}

function failed({ final }: { readonly final: { readonly status: number } | null }): boolean {
  return final === null || final.status === 502 || final.status === 503 || final.status === 504;
}
