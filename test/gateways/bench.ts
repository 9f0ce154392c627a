import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { Gateway, Slot } from '../../harness/core/gateway.ts';
import { type LoopbackSlot, loopbackSlot } from '../support/loopback-slot.ts';
import { type PlainUpstream, startPlainUpstream } from '../support/plain-upstream.ts';
import { type StartedGateway, startGateway } from '../support/start-gateway.ts';

/** What a test asks of the gateway; the rest is the same for all. */
export interface BenchOptions {
  readonly program: string;
  readonly keepalive?: boolean | undefined;
  /** The read timeout in milliseconds. */
  readonly read?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** A slot with the upstreams behind it. */
export interface ServedSlot extends Slot {
  readonly app: PlainUpstream;
  readonly other: PlainUpstream;
}

/**
 * A gateway with eight slots: plain upstreams behind seven of them, nothing behind the eighth. One that takes a single
 * slot is started twice, for one of either kind.
 */
export interface Bench extends AsyncDisposable {
  readonly gateway: StartedGateway;
  /** One of the served. */
  readonly first: ServedSlot;
  readonly served: readonly ServedSlot[];
  readonly deserted: Slot;
}

/** Starts the upstreams, then the gateway; all of it stops when the bench is disposed of. */
export async function startBench(gateway: Gateway, options: BenchOptions): Promise<Bench> {
  const { program, keepalive = false, read = 1000, env } = options;
  await using stack = new AsyncDisposableStack();
  const serve = async (slot: LoopbackSlot): Promise<ServedSlot> => ({
    ...slot,
    app: stack.use(await startPlainUpstream(slot.upstreams.app)),
    other: stack.use(await startPlainUpstream(slot.upstreams.other)),
  });
  const deserted = loopbackSlot(7);
  const first = await serve(loopbackSlot(0));
  const served = [first];
  for (let index = 1; index < Math.min(7, gateway.slots); index++) served.push(await serve(loopbackSlot(index)));
  const start = async (slots: readonly Slot[]): Promise<StartedGateway> => {
    const setup = {
      program,
      slots: slots.map(({ listen, upstreams }) => ({ listen, upstreams })),
      settings: { ...DEFAULT_SETTINGS, keepalive },
      timeouts: { connect: 1000, read },
      resolver: null,
    };
    return stack.use(await startGateway(gateway, setup, env));
  };
  const alone = gateway.slots === 1;
  const started = await start(alone ? served : [...served, deserted]);
  if (alone) await start([deserted]);
  const running = stack.move();
  return { gateway: started, first, served, deserted, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
