/** Lets one after another go: whoever begins waits until all who began before are over. */
export class FixedTurn {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is one's turn, with what to call at its end. */
  async begin(): Promise<() => void> {
    const mine = Promise.withResolvers<void>();
    const before = this.#last;
    this.#last = mine.promise;
    await before;
    return mine.resolve;
  }
}
