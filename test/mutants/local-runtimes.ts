import type { Gateway } from '../../harness/core/gateway.ts';
import { type OpenRuntimes, openRuntimes } from '../../harness/run/open-runtimes.ts';
import type { FoundGateway } from '../../harness/run/select-gateways.ts';

/** A gateway that comes with this package, as a run finds it. */
export async function found(gateway: Gateway): Promise<FoundGateway> {
  const look = await gateway.find();
  if (!look.found) throw new Error(look.reason);
  return { gateway, program: look.program, version: look.version, container: null };
}

/** Opens the local runtime for gateways, with so many workers; one a core unless given. */
export async function openLocalRuntimes(gateways: readonly FoundGateway[], workers?: number): Promise<OpenRuntimes> {
  return await openRuntimes(gateways, { requireSandbox: false, workers, images: { set: 'built' }, door: false });
}
