import { type Address, ROUTES, type Slot } from './gateway.ts';

/** One of the upstreams that a route leads to. */
export interface Replica {
  readonly name: string;
  readonly address: Address;
}

/** One route of one slot. */
export interface SlotRoute {
  readonly prefix: string;
  readonly upstream: string;
  /** Where `upstream` itself is. */
  readonly address: Address;
  /** All that it leads to: `upstream` first, then its replicas, if there are any. */
  readonly replicas: readonly Replica[];
}

/** The routes of a slot, most specific first. Throws where the slot lacks an upstream that a route needs. */
export function routesOf(slot: Slot): readonly SlotRoute[] {
  return ROUTES.map(({ prefix, upstream }) => {
    const address = slot.upstreams[upstream];
    if (address === undefined) throw new TypeError(`slot ${slot.listen.host}:${slot.listen.port} has no ${upstream}`);
    return { prefix, upstream, address, replicas: [{ name: upstream, address }, ...othersLike(upstream, slot)] };
  });
}

/** The replicas beside the first: app-2, app-3. */
function othersLike(upstream: string, { upstreams }: Slot): Replica[] {
  return Object.entries(upstreams)
    .filter(([name]) => name.startsWith(`${upstream}-`))
    .sort(([one], [another]) => one.localeCompare(another, 'en'))
    .map(([name, address]) => ({ name, address }));
}
