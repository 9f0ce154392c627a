import { type Address, ROUTES, type Slot } from './gateway.ts';

/** One route of one slot, with the address that it leads to. */
export interface SlotRoute {
  readonly prefix: string;
  readonly upstream: string;
  readonly address: Address;
}

/** The routes of a slot, most specific first. Throws where the slot lacks an upstream that a route needs. */
export function routesOf(slot: Slot): readonly SlotRoute[] {
  return ROUTES.map(({ prefix, upstream }) => {
    const address = slot.upstreams[upstream];
    if (address === undefined) throw new TypeError(`slot ${slot.listen.host}:${slot.listen.port} has no ${upstream}`);
    return { prefix, upstream, address };
  });
}
