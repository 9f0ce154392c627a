import type { Effect } from '../../../core/effect.ts';
import type { Arm } from '../place.ts';

/** The upstream program follows a script; there is nothing to take away, since the next state brings its own. */
export const armScript: Arm<Extract<Effect, { place: 'script' }>> = async ({ handle }, effect) => {
  await handle.follow(effect.script);
  return { probes: [], disarm: async () => {} };
};
