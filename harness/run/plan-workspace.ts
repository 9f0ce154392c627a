import type { Case } from '../core/case.ts';
import { plan } from '../plan.ts';
import { plainCapabilities } from '../runtimes/local/plain-capabilities.ts';
import { RUNS_ALREADY } from '../runtimes/local.ts';
import type { Workspace } from '../scenario/load-workspace.ts';
import type { OpenRuntimes } from './open-runtimes.ts';
import { type FoundGateway, runtimeOf } from './select-gateways.ts';

/** Plans every scenario of a workspace on the gateways that were found, each in the runtime that it was found for. */
export function planWorkspace(
  workspace: Workspace,
  found: readonly FoundGateway[],
  runtimes: OpenRuntimes,
  options: { repeatEach: number; isolate: boolean },
): Case[] {
  return plan({
    ...options,
    scenarios: workspace.scenarios,
    faults: new Map(workspace.faults.map((fault) => [fault.name, fault])),
    gateways: found.map((one) => {
      const { name, kind, features, timeouts, wholeSeconds, fixed } = one.gateway;
      const runtime = runtimeOf(one);
      return {
        name,
        kind,
        version: one.version,
        features,
        timeouts,
        wholeSeconds,
        runtime,
        fixed,
        capabilities: fixed?.running ? plainCapabilities(RUNS_ALREADY) : runtimes.of(runtime).capabilities,
      };
    }),
  });
}
