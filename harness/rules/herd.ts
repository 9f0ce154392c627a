import type { Arming } from '../core/arming.ts';
import { connectionsOf } from '../core/connections.ts';
import { formatDuration } from '../core/duration.ts';
import type { Facts } from '../core/facts.ts';
import type { Load } from '../core/load.ts';
import type { Rule, Violation } from '../core/rule.ts';

/** What is looked at once an upstream is back, in milliseconds. */
const WINDOW = 1000;
/** How many times the connections of a quiet second, and how many more. */
const TIMES = 2;
const FLOOR = 10;

/** An upstream that comes back must not be run over. */
export default [
  {
    id: 'OP-27',
    title: 'No thundering herd when the upstream is back',
    level: 'practice',
    source: 'operational practice',
    summary: `In the first second after an upstream is well again the gateway opens at most ${TIMES} times the connections that it opens in a second of the same load on a healthy one, or one for each request, and ${FLOOR} more. Else who has just got up is knocked down again.`,
    example: 'Load: 100 requests a second. Upstream: back since 0.2 s, 640 new connections.',
    judge: (facts) => {
      if (facts.case.variant.settings.replicas > 1) return [];
      return (facts.evidence.main.loads ?? []).flatMap((load) =>
        returnsWithin(load, facts.evidence.armings).flatMap((at) => herd(load, at, facts)),
      );
    },
  },
] satisfies Rule[];

/** The moments of a load at which a fault of its upstream was over. */
function returnsWithin({ upstream, startedAt, endedAt }: Load, armings: readonly Arming[]): number[] {
  const own = armings.filter((arming) => arming.upstream === upstream);
  return own
    .filter((arming, index) => arming.fault === null && (own[index - 1]?.fault ?? null) !== null)
    .map(({ from }) => from)
    .filter((from) => from > startedAt && from < endedAt);
}

function herd(load: Load, back: number, { evidence }: Facts): Violation[] {
  const isOwn = ({ upstream }: { readonly upstream: string }) => upstream === load.upstream;
  const opened = connectionsOf(evidence.main, evidence.armings).filter(isOwn);
  const came = opened.filter(({ at }) => at >= back && at < back + WINDOW).length;
  const quiet = busiest(
    connectionsOf(evidence.twin, [])
      .filter(isOwn)
      .map(({ at }) => at),
  );
  // Those that waited for it count as well: whoever was let in while it hung comes to the front now.
  const asked = load.samples.filter(({ due, late, ms }) => {
    const dueAt = load.startedAt + due;
    return dueAt + late < back + WINDOW && dueAt + ms >= back;
  }).length;
  const most = Math.max(TIMES * quiet, asked) + FLOOR;
  if (came <= most) return [];
  return [
    {
      expected: `at most ${most} new connections within ${formatDuration(WINDOW)} of upstream ${load.upstream}'s return (${quiet} in a second of the healthy twin, ${asked} requests)`,
      actual: `${came}`,
      timed: true,
    },
  ];
}

/** The most of these moments that any second holds. */
function busiest(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + WINDOW).length));
}
