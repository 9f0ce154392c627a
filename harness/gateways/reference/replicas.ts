import type { Upstream } from './upstream.ts';

/** What a route leads to: one upstream, or several that are alike and take the requests in turn. */
export class Replicas {
  readonly #all: readonly Upstream[];
  #turn = 0;

  constructor(all: readonly Upstream[]) {
    this.#all = all;
  }

  /** All of them for one more request, the one whose turn it is first. */
  inTurn(): readonly Upstream[] {
    const from = this.#turn;
    this.#turn = (from + 1) % Math.max(1, this.#all.length);
    return [...this.#all.slice(from), ...this.#all.slice(0, from)];
  }
}
