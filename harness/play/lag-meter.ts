import { now } from '../core/clock.ts';

/** How often the meter looks, in milliseconds. */
const INTERVAL = 20;

/** Measures by how much this process's own timers are late: time findings are worth no more than the clock behind them. */
export class LagMeter implements Disposable {
  readonly #timer: NodeJS.Timeout;
  #last = now();
  /** The worst so far, in milliseconds. */
  worst = 0;

  constructor() {
    this.#timer = setInterval(() => this.#look(), INTERVAL);
    this.#timer.unref();
  }

  #look(): void {
    const time = now();
    this.worst = Math.max(this.worst, time - this.#last - INTERVAL);
    this.#last = time;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
