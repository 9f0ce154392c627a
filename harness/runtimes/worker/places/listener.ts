import type { Probe } from '../../../core/arming.ts';
import type { Effect } from '../../../core/effect.ts';
import { HEALTHY } from '../../../core/script.ts';
import { socketPath } from '../../../core/unix-socket.ts';
import { fillAcceptQueue } from '../../../network/fill-accept-queue.ts';
import { probe } from '../../../network/probe.ts';
import { ask } from '../../../network/unanswered.ts';
import type { Arm, Armed, PlaceContext } from '../place.ts';
import { flap } from './flap.ts';

/** The smallest backlog that Node passes on (it turns 0 into 511); the kernel then admits one more than it. */
const BACKLOG = 1;

/** What can be wrong with the listener itself. */
export const armListener: Arm<Extract<Effect, { place: 'listener' }>> = async (context, effect) => {
  if (effect.state === 'flapping') return await flap(context, effect);
  if (effect.state === 'unaccepted') return await leave(context, effect.connections);
  return effect.state === 'full' ? await fill(context) : await close(context);
};

async function close({ handle, address }: PlaceContext): Promise<Armed> {
  await handle.stopListening(HEALTHY);
  return { probes: [await probe(address)], disarm: async () => {} };
}

/** Connections are made and lie in the accept queue, and so does one of our own, which asks. */
async function leave({ handle, address }: PlaceContext, connections: 'kept' | 'ended'): Promise<Armed> {
  await handle.stopAccepting(HEALTHY, connections);
  const asking = await ask(address);
  const probes: Probe[] = [];
  return { probes, disarm: async () => void probes.push(asking.end()) };
}

/** A listener that is alive but wedged: its process is stopped, so that nothing is accepted, and its queue is full. */
async function fill({ handle, address, ground }: PlaceContext): Promise<Armed> {
  await handle.stopListening(HEALTHY);
  await handle.follow(HEALTHY, BACKLOG);
  await handle.signal('SIGSTOP');
  // A Unix socket is a file, and reached from here wherever the gateway is.
  const queue = socketPath(address) === null ? await ground.fillAcceptQueue(address) : await fillAcceptQueue(address);
  return {
    probes: [queue.probe],
    disarm: async () => {
      await queue.release();
      await handle.signal('SIGCONT');
      await handle.stopListening(HEALTHY);
    },
  };
}
