import type { Probe } from '../../../core/arming.ts';
import type { Effect } from '../../../core/effect.ts';
import { packetProbe } from '../../../core/packet-probe.ts';
import { HEALTHY } from '../../../core/script.ts';
import type { Arm } from '../place.ts';

/** A way to the upstream that carries packets badly. What was hit is known when it is taken away, and becomes a probe. */
export const armNetwork: Arm<Extract<Effect, { place: 'network' }>> = async ({ handle, address, ground }, effect) => {
  await handle.follow(effect.script ?? HEALTHY);
  const armed = await ground.armPackets(address.host, effect);
  const probes: Probe[] = [];
  return {
    probes,
    disarm: async () => {
      const { packets } = await armed.disarm();
      probes.push(packetProbe(effect.trouble, packets));
    },
  };
};
