import { formatDuration } from '../core/duration.ts';
import type { Facts } from '../core/facts.ts';
import type { Finding } from '../core/finding.ts';
import type { GatewayAction, GatewayStrike, StrikeOutcome } from '../core/gateway-strike.ts';
import { allSteps, type Step } from '../core/scenario.ts';

/** What must come of each action, in words and as an outcome. */
const WANTED: Readonly<Record<GatewayAction, readonly [outcome: StrikeOutcome, words: string]>> = {
  reload: ['done', 'a gateway that takes its configuration anew'],
  'reload-broken': ['refused', 'a gateway that refuses the broken configuration and goes on with the old one'],
  restart: ['done', 'a gateway that serves again'],
  kill: ['done', 'a gateway that is dead'],
  'exhaust-descriptors': ['done', 'a gateway that can open nothing more'],
  'block-temporary': ['done', 'a gateway that can make no temporary file'],
  relieve: ['done', 'a gateway that can do so again'],
  'kill-worker': ['done', 'a new worker process in place of the dead one'],
};

const CAME: Readonly<Record<StrikeOutcome, string>> = {
  done: 'it took it',
  refused: 'it refused it',
  gone: 'the gateway ended as a whole',
  silent: 'nothing of the kind',
};

/** Steps that struck the gateway, and came to something else than they must. */
export function strikeFindings(steps: readonly Step[], facts: Facts): Finding[] {
  const { strikes = [] } = facts.evidence;
  return allSteps(steps).flatMap((step) => {
    if (step.kind !== 'gateway') return [];
    return strikes.filter((one) => one.step === step.path && isBad(one)).map((one) => toFinding(one, step, facts));
  });
}

function isBad({ action, outcome, tooSoon }: GatewayStrike): boolean {
  return tooSoon === undefined && outcome !== WANTED[action][0];
}

function toFinding({ action, outcome, from, until }: GatewayStrike, { place }: Step, { case: item }: Facts): Finding {
  return {
    rule: 'gateway',
    level: 'author',
    source: item.scenario.source ?? 'the scenario',
    expected: WANTED[action][1],
    actual: `${CAME[outcome]}, after ${formatDuration(until - from)}`,
    place,
  };
}
