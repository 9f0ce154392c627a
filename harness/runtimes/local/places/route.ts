import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Effect } from '../../../core/effect.ts';
import { HEALTHY } from '../../../core/script.ts';
import type { Arm } from '../place.ts';
import { probe } from '../probe.ts';

const run = promisify(execFile);

/**
 * A route for the upstream's address alone, in table local: loopback addresses are looked up there first. Packets of
 * connections that exist already go on, since their route is cached; that is a fault of its own.
 */
export const armRoute: Arm<Extract<Effect, { place: 'route' }>> = async (context, effect) => {
  await context.handle.follow(HEALTHY);
  const route = [effect.type, `${context.address.host}/32`, 'table', 'local'];
  await run('ip', ['route', 'add', ...route]);
  return {
    probes: [await probe(context.address)],
    disarm: async () => void (await run('ip', ['route', 'del', ...route])),
  };
};
