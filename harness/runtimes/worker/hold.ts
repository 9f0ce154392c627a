import { once } from 'node:events';
import { connect, createServer, type ListenOptions, type Server } from 'node:net';
import type { Case } from '../../core/case.ts';
import { now } from '../../core/clock.ts';
import { allSteps, type UpstreamState } from '../../core/scenario.ts';
import { signalsOfUpstreams } from '../../core/signals-of.ts';
import type { Told } from '../../core/told.ts';
import { Signals } from '../../play/signals.ts';
import { HEALTHY_STATE } from '../../play/states.ts';
import type { LentDeployment } from './lent-deployment.ts';
import { relay } from './relay.ts';
import { watchGuest } from './watch-guest.ts';

/** A deployment that is held open for people; disposing of it ends it. */
export interface Held extends AsyncDisposable {
  set(upstream: string, state: UpstreamState): Promise<undefined>;
}

/** How people are let in, and who hears what happens. */
export interface HoldOptions {
  readonly listenOn: Server | ListenOptions;
  tell(told: Told): void;
  progress(doing: string): void;
}

/** Puts the upstreams into the scenario's first states, lets people in through the door, and tells all that happens. */
export async function hold(item: Case, deployment: LentDeployment, options: HoldOptions): Promise<Held> {
  const { tell } = options;
  const { upstreams } = item.variant;
  const over = new AbortController();
  deployment.onObservation((seen) => tell({ from: 'upstream', at: seen.at, seen }));
  // Nobody plays the steps, so nobody would give the signals that scripts wait for.
  new Signals(deployment, signalsOf(item));
  for (const name of deployment.upstreams) await deployment.set(name, upstreams[name] ?? HEALTHY_STATE);
  void deployment.follow(({ at, text }) => tell({ from: 'gateway', at, line: text }), over.signal);
  deployment.died.then((exit) => over.signal.aborted || tell({ from: 'gateway', at: now(), exit })).catch(() => {});
  const door = await openTo(deployment, options);
  options.progress('open');
  return {
    set: async (upstream, state) => void (await deployment.set(upstream, state)),
    [Symbol.asyncDispose]: async () => {
      over.abort();
      door.close();
      await deployment[Symbol.asyncDispose]();
    },
  };
}

/** Every signal that anybody gives in the case. */
function signalsOf({ variant }: Case): string[] {
  const given = allSteps(variant.steps).flatMap((step) => (step.kind === 'signal' ? [step.signal] : []));
  return [...given, ...signalsOfUpstreams(variant)];
}

async function openTo({ listen }: LentDeployment, { listenOn, tell }: HoldOptions): Promise<Server> {
  let guests = 0;
  const door = createServer({ allowHalfOpen: true }, (guest) => {
    guests += 1;
    const connection = guests;
    const gateway = connect({ ...listen, allowHalfOpen: true });
    watchGuest(guest, gateway, (seen) => tell({ from: 'client', at: now(), guest: { ...seen, connection } }));
    relay(guest, gateway);
  });
  door.listen(listenOn);
  await once(door, 'listening');
  return door;
}
