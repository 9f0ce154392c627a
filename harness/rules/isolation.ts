import { formatDuration } from '../core/duration.ts';
import { describeAnswer, type ExchangeFacts, type Facts } from '../core/facts.ts';
import type { Load, LoadSample } from '../core/load.ts';
import type { Rule, Violation } from '../core/rule.ts';
import { quantile } from '../core/samples.ts';
import { slotUpstreams } from '../core/slot-upstreams.ts';
import { statesOf } from '../core/states-of.ts';

/** How much slower the route beside a faulty one may be: so many times its healthy twin, or so many milliseconds more. */
const TIMES = 3;
const MORE = 500;
/** Where fewer requests are judged, the slowest of them says more of the machine than of the gateway. */
const FEWEST = 20;

/** What is wrong with one part of what is behind a gateway must not reach the others. */
export default [
  {
    id: 'OP-20',
    title: 'An overloaded upstream does not reach the route beside it',
    level: 'practice',
    source: 'operational practice; Azure Architecture Center, Bulkhead pattern',
    summary: `While one upstream is faulty under load, a load on a route to another one that is well has no error, and its 99th percentile is at most ${TIMES} times that of the healthy twin, or ${MORE} ms above it.`,
    example: 'Load on /: 150 requests a second to an upstream that hangs. Load on /other: 3 of 100 answered 503.',
    judge: (facts) => {
      const loads = facts.evidence.main.loads ?? [];
      const faulty = loads.filter(({ upstream }) => !isAlwaysWell(upstream, facts));
      return loads
        .filter(({ upstream }) => isAlwaysWell(upstream, facts))
        .flatMap((load) => besides(load, faulty, facts));
    },
  },
  {
    id: 'OP-21',
    title: 'A poison URL does not take the others along',
    level: 'practice',
    source: 'operational practice; nginx documentation of max_fails (invalid_header counts as a failed attempt)',
    summary:
      'An upstream that answers one URL with what is no HTTP, and listens all the while, is still asked for every other URL. A gateway that takes it out of service makes an outage of one broken page.',
    example: 'Upstream: garbage for /poison. Client: a 503 for /page, for which the upstream was not asked.',
    judge: (facts) => takenAlong(facts),
  },
] satisfies Rule[];

function isAlwaysWell(upstream: string, { case: { variant } }: Facts): boolean {
  const behind = slotUpstreams(variant.settings.replicas).filter(
    (name) => name === upstream || name.startsWith(`${upstream}-`),
  );
  const states = behind.flatMap((name) => statesOf(variant, name));
  return states.length > 0 && states.every(({ label }) => label === 'healthy');
}

/** What went wrong on a route that is well, while a load on another one went on. */
function besides(load: Load, faulty: readonly Load[], { evidence }: Facts): Violation[] {
  const during = ({ due }: LoadSample) =>
    faulty.some(({ startedAt, endedAt }) => load.startedAt + due >= startedAt && load.startedAt + due <= endedAt);
  const samples = load.samples.filter(during);
  const twin = evidence.twin.loads?.find(({ step }) => step === load.step)?.samples ?? [];
  if (samples.length === 0 || twin.some(isBad)) return [];
  const route = `${load.method} ${load.step}, to upstream ${load.upstream}`;
  const bad = samples.filter(isBad);
  if (bad.length > 0) {
    const statuses = [...new Set(bad.map(({ status }) => status ?? 'none'))].join(', ');
    return [
      { expected: `no error on ${route}`, actual: `${bad.length} of ${samples.length} requests failed: ${statuses}` },
    ];
  }
  const healthy = quantile(twin, 0.99);
  const limit = Math.max(TIMES * healthy, healthy + MORE);
  const slowest = quantile(samples, 0.99);
  if (samples.length < FEWEST || slowest <= limit) return [];
  const expected = `p99 of ${route} at most ${formatDuration(limit)} (${formatDuration(healthy)} in the healthy twin)`;
  return [{ expected, actual: `${formatDuration(slowest)} over ${samples.length} requests`, timed: true }];
}

function isBad({ status, sound }: LoadSample): boolean {
  return status === null || status >= 500 || !sound;
}

function takenAlong(facts: Facts): Violation[] {
  const exchanges = facts.exchanges.filter(
    ({ exchange }) => exchange.phase === 'steps' && isOfOne(exchange.upstream, facts),
  );
  const poison = exchanges.filter(isPoisoned);
  const isSpoilt = (one: ExchangeFacts) => poison.some(({ exchange }) => exchange.target === one.exchange.target);
  return exchanges
    .filter((one) => !isSpoilt(one) && one.attempts.length === 0 && one.madeBy === 'gateway')
    .filter(({ exchange }) => (exchange.final?.status ?? 0) >= 500)
    .filter(({ exchange }) =>
      poison.some(
        ({ exchange: { upstream, endedAt } }) => upstream === exchange.upstream && endedAt < exchange.startedAt,
      ),
    )
    .map(({ exchange }) => ({
      expected: `upstream ${exchange.upstream} asked for ${exchange.target}, since it was another URL that it answered with what is no HTTP`,
      actual: `${describeAnswer(exchange)}, and the upstream was not asked`,
      exchange: exchange.id,
    }));
}

/** Whether one upstream alone is behind a route, it is in one state throughout, listens, and turns nobody away. */
function isOfOne(upstream: string, { case: { variant } }: Facts): boolean {
  const [state, ...others] = statesOf(variant, upstream);
  if (!state || others.length > 0 || variant.settings.replicas > 1) return false;
  return state.effect.place === 'script' && state.effect.script.workers === undefined;
}

/** Octets came, and they are no response. */
function isPoisoned({ answers }: ExchangeFacts): boolean {
  return answers.some(({ octets, defects }) => octets.length > 0 && defects.length > 0);
}
