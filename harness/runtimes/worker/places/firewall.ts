import type { Effect } from '../../../core/effect.ts';
import { HEALTHY } from '../../../core/script.ts';
import { probe } from '../../../network/probe.ts';
import type { Arm } from '../place.ts';

/** Firewall rules on packets to the upstream. */
export const armFirewall: Arm<Extract<Effect, { place: 'firewall' }>> = async ({ handle, address, ground }, effect) => {
  await handle.follow(HEALTHY);
  const armed = await ground.armPackets(address.host, effect);
  return {
    probes: [await probe(address)],
    disarm: async () => void (await armed.disarm()),
  };
};
