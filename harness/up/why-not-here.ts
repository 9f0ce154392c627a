import type { Case } from '../core/case.ts';
import type { UpstreamState } from '../core/scenario.ts';
import type { OpenRuntimes } from '../run/open-runtimes.ts';
import { planWorkspace } from '../run/plan-workspace.ts';
import type { FoundGateway } from '../run/select-gateways.ts';
import { speechComplaint } from '../scenario/check-speech.ts';
import type { Workspace } from '../scenario/load-workspace.ts';

/** What stands, and what it was planned from. */
export interface Standing {
  readonly item: Case;
  readonly workspace: Workspace;
  readonly found: readonly FoundGateway[];
  readonly runtimes: OpenRuntimes;
}

/**
 * Why an upstream of what stands cannot be put into a state, with what to do instead; null where it can. What a run skips is
 * refused here for the same reason.
 */
export function whyNotHere({ item, ...standing }: Standing, upstream: string, state: UpstreamState): string | null {
  const speech = speechComplaint(state, item.variant.settings);
  if (speech) return `${speech.message}: hold a scenario with ${speech.hint?.replace(/^add /, '')}`;
  const { workspace, found, runtimes } = standing;
  const variant = { ...item.variant, upstreams: { ...item.variant.upstreams, [upstream]: state } };
  const scenarios = [{ ...item.scenario, variants: [variant] }];
  const [would] = planWorkspace({ ...workspace, scenarios }, found, runtimes, { repeatEach: 1, isolate: true });
  if (!would) return 'it does not run on this gateway';
  if (would.skip !== null) return would.skip;
  if (would.names && !item.names)
    return 'the gateway was given addresses, and asks no resolver: hold a scenario with a DNS fault, such as scenarios/dns/nxdomain.yaml';
  return null;
}
