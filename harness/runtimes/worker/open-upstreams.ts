import type { Case } from '../../core/case.ts';
import { everyQuery, HEALTHY_NAME } from '../../core/name-script.ts';
import { statesOf } from '../../core/states-of.ts';
import type { Authority } from '../../core/tls.ts';
import type { UpstreamControl } from '../../upstream/control-client.ts';
import { needsOwnProcess } from './arm.ts';
import type { Ground } from './ground.ts';
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
  options: { label: string; ground: Ground; twin: boolean; authority: Authority | null },
): Promise<Map<string, OpenUpstream>> {
  const opened = await Promise.all(
    Object.entries(slot.real.upstreams).map(async ([name, address]): Promise<[string, OpenUpstream]> => {
      const key = `${options.label}.${name}`;
      const place = { key, address, authority: options.authority, names: [slot.real.listen.host] };
      const own = !options.twin && statesOf(item.variant, name).some((state) => needsOwnProcess(state.effect));
      const handle = own
        ? await UpstreamHandle.own(place, async () => await options.ground.startUpstream())
        : UpstreamHandle.shared(place, options.ground.shared);
      return [
        name,
        {
          ground: options.ground,
          address,
          listen: slot.real.listen,
          handle,
          resolver: await resolverFor(item, slot, name, key, options.ground.shared),
        },
      ];
    }),
  );
  return new Map(opened);
}

async function resolverFor(item: Case, slot: LendableSlot, name: string, key: string, shared: UpstreamControl) {
  const hostName = slot.told.upstreams[name]?.host;
  const address = slot.real.upstreams[name]?.host;
  if (!item.names || !hostName || !address) return null;
  const resolver: NonNullable<PlaceContext['resolver']> = {
    name: hostName,
    say: async (script) => await shared.name(hostName, { script, upstream: key, address }),
  };
  await resolver.say(everyQuery(HEALTHY_NAME));
  return resolver;
}
