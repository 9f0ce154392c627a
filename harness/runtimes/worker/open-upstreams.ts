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

interface OpenOptions {
  readonly label: string;
  readonly ground: Ground;
  readonly twin: boolean;
  /** Each in a process of its own: people may ask for any fault. */
  readonly struck?: boolean | undefined;
  readonly authority: Authority | null;
}

/**
 * Opens the upstreams behind a slot. Those whose process the case will strike get one of their own; in the healthy twin
 * none is struck. Nothing listens before the first state is set.
 */
export async function openUpstreams(
  item: Case,
  slot: LendableSlot,
  options: OpenOptions,
): Promise<Map<string, OpenUpstream>> {
  const opened = await Promise.all(
    Object.entries(slot.real.upstreams).map(async ([name, address]): Promise<[string, OpenUpstream]> => {
      const key = `${options.label}.${name}`;
      const place = { key, address, authority: options.authority, names: [slot.real.listen.host] };
      const own = options.struck || (!options.twin && isStruck(item, name));
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

function isStruck({ variant }: Case, name: string): boolean {
  return statesOf(variant, name).some((state) => needsOwnProcess(state.effect));
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
