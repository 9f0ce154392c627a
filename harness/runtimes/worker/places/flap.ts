import { setTimeout as pause } from 'node:timers/promises';
import type { Probe } from '../../../core/arming.ts';
import type { Effect } from '../../../core/effect.ts';
import { HEALTHY } from '../../../core/script.ts';
import { probe } from '../../../network/probe.ts';
import type { Armed, PlaceContext } from '../place.ts';

type Flapping = Extract<Effect, { place: 'listener'; state: 'flapping' }>;

/** A listener that goes and comes, with a probe after each change; it begins with its going, and ends as it is then. */
export async function flap({ handle, address }: PlaceContext, { up, down }: Flapping): Promise<Armed> {
  const probes: Probe[] = [];
  const over = new AbortController();
  const { signal } = over;
  const goesFor = async (ms: number) => await pause(ms, undefined, { signal }).catch(() => {});
  const go = async () => {
    await handle.stopListening(HEALTHY);
    probes.push(await probe(address));
  };
  const schedule = async () => {
    while (!signal.aborted) {
      await goesFor(down);
      if (signal.aborted) return;
      await handle.follow(HEALTHY);
      probes.push(await probe(address));
      await goesFor(up);
      if (!signal.aborted) await go();
    }
  };
  await go();
  const done = schedule();
  return {
    probes,
    disarm: async () => {
      over.abort();
      await done;
    },
  };
}
