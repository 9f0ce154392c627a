import type { Address, Slot } from '../../core/gateway.ts';
import type { ReferenceConfig } from './config.ts';
import { type Listener, listen } from './listener.ts';
import type { Log } from './log.ts';
import { serve } from './serve.ts';
import { Upstream } from './upstream.ts';

/** The gateway at work. */
export interface RunningGateway extends AsyncDisposable {
  /** Where it listens, slot by slot. */
  readonly addresses: readonly Address[];
}

/**
 * Opens every listener. Rejects where one cannot be opened. From there a request goes this way: `listen` -> `serve` (one
 * client connection) -> `readRequestHead` -> `route` -> `forward` (attempts) -> `Upload` there and `readFinalHead` and
 * `relay` back; what fails on the way ends in `answerFailure`.
 */
export async function startGateway(config: ReferenceConfig, log: Log): Promise<RunningGateway> {
  const listeners: Listener[] = [];
  const upstreams: Upstream[] = [];
  const end = async () => {
    for (const upstream of upstreams) upstream.close();
    await Promise.all(listeners.map((listener) => listener[Symbol.asyncDispose]()));
  };
  try {
    for (const slot of config.slots) {
      const ofSlot = upstreamsOf(slot, config);
      upstreams.push(...ofSlot);
      const routes = config.routes.flatMap(({ prefix, upstream: name }) =>
        ofSlot.filter((upstream) => upstream.name === name).map((upstream) => ({ prefix, upstream })),
      );
      listeners.push(await listen(slot.listen, (socket) => serve(socket, { routes, log })));
    }
  } catch (error) {
    await end();
    throw error;
  }
  return { addresses: listeners.map(({ address }) => address), [Symbol.asyncDispose]: end };
}

function upstreamsOf(slot: Slot, { timeouts, keepalive, resolver }: ReferenceConfig): Upstream[] {
  return Object.entries(slot.upstreams).map(
    ([name, address]) => new Upstream({ name, address, timeouts, keepalive, resolver }),
  );
}
