import { connect, createServer } from 'node:net';
import type { Case } from '../../core/case.ts';
import type { Deployment, PlayHooks } from '../../core/runtime.ts';
import type { UpstreamState } from '../../core/scenario.ts';
import { HEALTHY_STATE } from '../../play/states.ts';
import { relay } from './relay.ts';

/** A deployment that is held open for people; disposing of it ends it. */
export interface Held extends AsyncDisposable {
  set(upstream: string, state: UpstreamState): Promise<undefined>;
}

/** Puts the upstreams into the scenario's first states and lets people in through the door. */
export async function hold(item: Case, deployment: Deployment, door: string | number, hooks: PlayHooks): Promise<Held> {
  const { upstreams } = item.variant;
  for (const name of deployment.upstreams) await deployment.set(name, upstreams[name] ?? HEALTHY_STATE);
  const server = createServer({ allowHalfOpen: true }, (guest) =>
    relay(guest, connect({ ...deployment.listen, allowHalfOpen: true })),
  );
  const listening = Promise.withResolvers<void>();
  server
    .once('error', listening.reject)
    .listen(typeof door === 'number' ? { port: door, host: '0.0.0.0' } : { path: door }, () => listening.resolve());
  await listening.promise;
  hooks.progress('open');
  return {
    set: async (upstream, state) => void (await deployment.set(upstream, state)),
    [Symbol.asyncDispose]: async () => {
      server.close();
      await deployment[Symbol.asyncDispose]();
    },
  };
}
