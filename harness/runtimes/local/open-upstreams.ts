import type { Case } from '../../core/case.ts';
import { statesOf } from '../../core/states-of.ts';
import type { UpstreamProcess } from '../../upstream/upstream-process.ts';
import { needsOwnProcess } from './arm.ts';
import type { LendableSlot } from './lendable-slot.ts';
import type { PlaceContext } from './place.ts';
import { UpstreamHandle } from './upstream-handle.ts';

/** What arming needs of one upstream. */
export type OpenUpstream = Omit<PlaceContext, 'observe'>;

/**
 * Opens the upstreams behind a slot. Those whose process the case will strike get one of their own; in the healthy twin
 * none is struck. Nothing listens before the first state is set.
 */
export async function openUpstreams(
  item: Case,
  slot: LendableSlot,
  options: { label: string; shared: UpstreamProcess; twin: boolean; started(leader: number): void },
): Promise<Map<string, OpenUpstream>> {
  const opened = await Promise.all(
    Object.entries(slot.real.upstreams).map(async ([name, address]): Promise<[string, OpenUpstream]> => {
      const key = `${options.label}.${name}`;
      const own = !options.twin && statesOf(item.variant, name).some((state) => needsOwnProcess(state.effect));
      const handle = own
        ? await UpstreamHandle.own(key, address, options.started)
        : UpstreamHandle.shared(key, address, options.shared);
      return [name, { address, handle, resolver: await resolverFor(item, slot, name, key, options.shared) }];
    }),
  );
  return new Map(opened);
}

async function resolverFor(item: Case, slot: LendableSlot, name: string, key: string, shared: UpstreamProcess) {
  const hostName = slot.told.upstreams[name]?.host;
  const address = slot.real.upstreams[name]?.host;
  if (!item.names || !hostName || !address) return null;
  const resolver: NonNullable<PlaceContext['resolver']> = {
    say: async (answer) => await shared.control.name(hostName, answer === 'address' ? { address } : answer, key),
  };
  await resolver.say('address');
  return resolver;
}
