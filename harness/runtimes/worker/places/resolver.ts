import type { Probe } from '../../../core/arming.ts';
import type { Effect, NetworkTrouble } from '../../../core/effect.ts';
import { everyQuery, HEALTHY_NAME } from '../../../core/name-script.ts';
import { packetProbe } from '../../../core/packet-probe.ts';
import { HEALTHY } from '../../../core/script.ts';
import type { Arm } from '../place.ts';

/**
 * A resolver whose port is closed. Other cases ask the same one, so the kernel refuses the queries for this upstream's name
 * alone, as it refuses all where nothing listens; a client that comes over TCP instead is reset once it has asked.
 */
export const armResolver: Arm<Extract<Effect, { place: 'resolver' }>> = async (context) => {
  const { resolver, handle, address, ground } = context;
  if (resolver === null) throw new Error('the gateway was given addresses, so no resolver is asked');
  await handle.follow(HEALTHY);
  await resolver.say(everyQuery({ say: 'truncated' }));
  const trouble: NetworkTrouble = { kind: 'resolver-closed', name: resolver.name };
  const armed = await ground.armPackets(address.host, { place: 'network', trouble });
  const probes: Probe[] = [];
  return {
    probes,
    disarm: async () => {
      const { packets } = await armed.disarm();
      probes.push(packetProbe(trouble, packets));
      await resolver.say(everyQuery(HEALTHY_NAME));
    },
  };
};
