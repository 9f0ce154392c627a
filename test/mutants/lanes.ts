import type { OpenRuntimes } from '../../harness/run/open-runtimes.ts';
import type { FoundGateway } from '../../harness/run/select-gateways.ts';
import { openLocalRuntimes } from './local-runtimes.ts';

/** Mutants that a worker plays before a fresh one takes its place: it has some 30,000 addresses, and lends each once. */
const MUTANTS = 16;

/** One worker, with the sandbox that it plays in. */
interface Lane {
  readonly runtimes: Promise<OpenRuntimes>;
  active: number;
  begun: number;
}

/**
 * Some workers, each of which plays several mutants at a time and stays for a while: a process that has played a thousand
 * cases needs a third of the time for the next that a new one does. A mutant stays with one worker, so that its gateways
 * are started once.
 */
export class Lanes implements AsyncDisposable {
  readonly #gateways: readonly FoundGateway[];
  readonly #lanes: (Lane | null)[];
  readonly #closing: Promise<void>[] = [];

  constructor(gateways: readonly FoundGateway[], count: number) {
    this.#gateways = gateways;
    this.#lanes = Array.from({ length: count }, () => null);
  }

  /** Lends the least busy worker to play one gateway, and stops the gateway when that is over. */
  async lend<Result>(gateway: string, play: (runtimes: OpenRuntimes) => Promise<Result>): Promise<Result> {
    const lane = this.#leastBusy();
    lane.active += 1;
    lane.begun += 1;
    try {
      const runtimes = await lane.runtimes;
      const result = await play(runtimes);
      await runtimes.local?.retire(gateway);
      return result;
    } finally {
      lane.active -= 1;
      if (lane.active === 0 && !this.#lanes.includes(lane)) this.#closing.push(close(lane));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#closing, ...this.#lanes.map((lane) => lane && close(lane))]);
  }

  #leastBusy(): Lane {
    const busy = this.#lanes.map((lane) => lane?.active ?? 0);
    const index = busy.indexOf(Math.min(...busy));
    const lane = this.#lanes[index];
    if (lane && lane.begun < MUTANTS) return lane;
    if (lane?.active === 0) this.#closing.push(close(lane));
    const next = { runtimes: this.#open(), active: 0, begun: 0 };
    this.#lanes[index] = next;
    return next;
  }

  async #open(): Promise<OpenRuntimes> {
    return await openLocalRuntimes(this.#gateways, 1);
  }
}

async function close({ runtimes }: Lane): Promise<void> {
  await (await runtimes)[Symbol.asyncDispose]();
}
