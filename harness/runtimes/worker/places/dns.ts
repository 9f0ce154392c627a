import type { Effect } from '../../../core/effect.ts';
import { HEALTHY } from '../../../core/script.ts';
import type { Arm } from '../place.ts';

/** What the resolver says of the upstream's name. The upstream itself is healthy: only the way to it is lost. */
export const armDns: Arm<Extract<Effect, { place: 'dns' }>> = async (context, effect) => {
  if (context.resolver === null) throw new Error('the gateway was given addresses, so no resolver is asked');
  await context.handle.follow(HEALTHY);
  await context.resolver.say(effect.answer);
  const { resolver } = context;
  return { probes: [], disarm: async () => await resolver.say('address') };
};
