import { setTimeout as wait } from 'node:timers/promises';
import { now } from '../../../core/clock.ts';
import type { Effect } from '../../../core/effect.ts';
import { HEALTHY } from '../../../core/script.ts';
import type { Arm, PlaceContext } from '../place.ts';

type ProcessEffect = Extract<Effect, { place: 'process' }>;

/** A signal to the upstream's process, once: at once, or when a connection's script asks for it. */
export const armProcess: Arm<ProcessEffect> = async (context, effect) => {
  const { handle } = context;
  let armed = true;
  let struck: Promise<void> | null = null;
  const strike = () => {
    if (armed) struck ??= signal(context, effect.signal).then(comeBack);
    return struck;
  };
  /** A process that comes back is there to be struck again. */
  const comeBack = async () => {
    if (effect.restartAfter === undefined) return;
    await wait(effect.restartAfter);
    if (!armed) return;
    await handle.restart();
    await handle.follow(effect.script ?? HEALTHY);
    struck = null;
  };
  handle.onObservation((event) => {
    if (event.kind === 'waiting' && event.what === 'controller') void strike();
  });
  await handle.follow(effect.script ?? HEALTHY);
  if (effect.when === 'at-once') await strike();
  return {
    probes: [],
    disarm: async () => {
      armed = false;
      await struck;
      if (struck) await undo(context, effect.signal);
    },
  };
};

async function signal({ handle, observe }: PlaceContext, name: ProcessEffect['signal']): Promise<void> {
  const state = name === 'out-of-memory' ? await handle.exhaust() : await handle.signal(name);
  observe({ kind: 'signal', upstream: handle.key, at: now(), signal: name, state });
}

async function undo({ handle }: PlaceContext, name: ProcessEffect['signal']): Promise<void> {
  if (name === 'SIGSTOP') await handle.signal('SIGCONT');
  else await handle.restart();
}
