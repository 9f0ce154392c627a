import type { Deployment } from '../core/runtime.ts';
import { pause } from './pause.ts';
import { untilLogged } from './until-logged.ts';

/** A script that waits for a signal. */
interface Waiting {
  readonly upstream: string;
  readonly connection: number;
}

/**
 * The named signals of one pass: clients and upstreams give them and wait for them. One that was given stays given, so that
 * nobody who comes late waits for ever.
 */
export class Signals {
  readonly #deployment: Deployment;
  readonly #given: Set<string>;
  readonly #scripts = new Map<string, Waiting[]>();
  readonly #clients = new Map<string, PromiseWithResolvers<void>>();

  /** Those of `given` count as given from the start. */
  constructor(deployment: Deployment, given: readonly string[] = []) {
    this.#deployment = deployment;
    this.#given = new Set(given);
    deployment.onObservation((event) => {
      if (event.kind === 'signalled') this.give(event.signal);
      if (event.kind === 'waiting' && event.what === 'signal' && event.signal !== undefined)
        this.#waits(event.signal, event);
    });
  }

  /** Lets all go on that wait for it, now or later. */
  give(signal: string): void {
    this.#given.add(signal);
    for (const one of this.#scripts.get(signal) ?? []) this.#release(one);
    this.#scripts.delete(signal);
    this.#clients.get(signal)?.resolve();
  }

  /** Waits for a signal, at most so many milliseconds, and says whether it was given. */
  async wait(signal: string, within: number, over: AbortSignal): Promise<boolean> {
    if (this.#given.has(signal)) return true;
    const given = this.#clients.get(signal) ?? Promise.withResolvers<void>();
    this.#clients.set(signal, given);
    const enough = new AbortController();
    await Promise.race([given.promise, pause(within, AbortSignal.any([over, enough.signal]))]);
    enough.abort();
    over.throwIfAborted();
    return this.#given.has(signal);
  }

  /** Waits for a line in the gateway's log that has this text, at most so many milliseconds, and says whether it came. */
  async waitForLog(text: string, within: number, over: AbortSignal): Promise<boolean> {
    return await untilLogged(this.#deployment, (line) => line.includes(text), within, over);
  }

  #waits(signal: string, { upstream, connection }: Waiting): void {
    if (this.#given.has(signal)) this.#release({ upstream, connection });
    else this.#scripts.set(signal, [...(this.#scripts.get(signal) ?? []), { upstream, connection }]);
  }

  #release({ upstream, connection }: Waiting): void {
    this.#deployment.release(upstream, connection);
  }
}
