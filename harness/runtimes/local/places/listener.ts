import { connect, type Socket } from 'node:net';
import type { Effect } from '../../../core/effect.ts';
import { HEALTHY } from '../../../core/script.ts';
import { acceptQueue } from '../accept-queue.ts';
import type { Arm, Armed, PlaceContext } from '../place.ts';
import { probe } from '../probe.ts';

/** The smallest backlog that Node passes on (it turns 0 into 511); the kernel then admits one more than it. */
const BACKLOG = 1;

/** What can be wrong with the listener itself. */
export const armListener: Arm<Extract<Effect, { place: 'listener' }>> = async (context, effect) =>
  effect.state === 'closed' ? await close(context) : await fill(context);

async function close(context: PlaceContext): Promise<Armed> {
  await context.handle.stopListening(HEALTHY);
  return { probes: [await probe(context.address)], disarm: async () => {} };
}

/**
 * A listener that is alive but wedged: its process is stopped, so that nothing is accepted, and connections of ours take
 * every place in the queue. From then on the kernel drops each SYN (tcp_conn_request in net/ipv4/tcp_input.c).
 */
async function fill(context: PlaceContext): Promise<Armed> {
  const { handle, address } = context;
  await handle.stopListening(HEALTHY);
  await handle.follow(HEALTHY, BACKLOG);
  process.kill(handle.pid, 'SIGSTOP');
  const holders: Socket[] = [];
  while (!(await acceptQueue(address)).full) holders.push(await hold(context));
  return {
    probes: [await probe(address)],
    disarm: async () => {
      for (const holder of holders) holder.destroy();
      process.kill(handle.pid, 'SIGCONT');
      await handle.stopListening(HEALTHY);
    },
  };
}

async function hold({ address }: PlaceContext): Promise<Socket> {
  const socket = connect(address);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  socket.once('connect', () => resolve(socket));
  socket.on('error', reject);
  return await promise;
}
