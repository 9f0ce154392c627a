import { usualPrefix } from '../core/on-the-way.ts';
import type { RequestSpec } from '../core/scenario.ts';
import type { Drive } from './drive.ts';
import { HEALTHY_STATE } from './states.ts';

/**
 * Clears every fault, starts a gateway again that was killed, and asks once more, for each upstream of the scenario: on the client connection that lived through
 * the fault, if it is still usable, and on a new one.
 */
export async function aftermath(drive: Drive, upstreams: readonly string[]): Promise<void> {
  for (const upstream of upstreams) await drive.set({ [upstream]: HEALTHY_STATE });
  await drive.strikes.revive();
  drive.phase = 'aftermath';
  for (const upstream of upstreams) {
    const [old] = drive.keptClients();
    if (old !== undefined) await drive.canary(canary(upstream, old, false));
    await drive.canary(canary(upstream, 'canary', true));
  }
}

function canary(upstream: string, client: string, fresh: boolean): RequestSpec {
  const prefix = usualPrefix(upstream);
  const target = `${prefix.replace(/\/$/, '')}/canary`;
  const plain = { headers: {}, body: null, chunked: false, trailers: {}, abort: null } as const;
  return { method: 'GET', target, version: '1.1', ...plain, client, fresh };
}
