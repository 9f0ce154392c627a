import type { Effect } from '../../../core/effect.ts';
import { HEALTHY } from '../../../core/script.ts';
import { probe } from '../../../network/probe.ts';
import { refuseRoute } from '../../../network/route.ts';
import type { Arm } from '../place.ts';

/** A route for the upstream's address alone. */
export const armRoute: Arm<Extract<Effect, { place: 'route' }>> = async ({ handle, address }, effect) => {
  await handle.follow(HEALTHY);
  const route = await refuseRoute(address.host, effect.type);
  return { probes: [await probe(address)], disarm: async () => await route.remove() };
};
