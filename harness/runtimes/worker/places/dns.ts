import type { Effect } from '../../../core/effect.ts';
import { everyQuery, HEALTHY_NAME, type NameReply, type NameScript } from '../../../core/name-script.ts';
import { HEALTHY } from '../../../core/script.ts';
import type { Arm } from '../place.ts';

/** What the resolver says of the upstream's name. The upstream itself is healthy: only the way to it is lost. */
export const armDns: Arm<Extract<Effect, { place: 'dns' }>> = async (context, { says }) => {
  const { resolver, handle, listen } = context;
  if (resolver === null) throw new Error('the gateway was given addresses, so no resolver is asked');
  await handle.follow(HEALTHY);
  await resolver.say(withGateway(says, listen.host));
  return { probes: [], disarm: async () => await resolver.say(everyQuery(HEALTHY_NAME)) };
};

/** The script with the address that the gateway listens on. */
function withGateway(script: NameScript, gateway: string): NameScript {
  const filled = (reply: NameReply): NameReply =>
    reply.say === 'addresses'
      ? { ...reply, addresses: reply.addresses.map((address) => (address === 'gateway' ? gateway : address)) }
      : reply;
  return { ...script, list: script.list.map(filled), rest: filled(script.rest) };
}
