/** Thrown into a step that waits: the connection is over, or it takes up another script. */
export class Interrupted extends Error {
  readonly why: 'over' | 'new script';

  constructor(why: Interrupted['why']) {
    super(why);
    this.name = 'Interrupted';
    this.why = why;
  }
}

/** What the script of one connection waits for: one condition at a time, for steps follow one another. */
export class Waits {
  #look: (() => void) | null = null;
  #interruption: Interrupted | null = null;

  get interrupted(): boolean {
    return this.#interruption !== null;
  }

  /**
   * Waits until the condition holds, at most `within` milliseconds, and says whether it held. The condition is looked at
   * on every `look`. Rejects with Interrupted when the connection ends first.
   */
  until(condition: () => boolean, within?: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const timer = within === undefined ? undefined : setTimeout(() => finish(() => resolve(false)), within);
      const finish = (how: () => void) => {
        clearTimeout(timer);
        this.#look = null;
        how();
      };
      this.#look = () => {
        if (condition()) finish(() => resolve(true));
        else if (this.#interruption) finish(() => reject(this.#interruption));
      };
      this.#look();
    });
  }

  /** Looks whether the condition has come about. */
  look(): void {
    this.#look?.();
  }

  /** Ends this wait and every later one whose condition does not hold already. */
  interrupt(why: Interrupted['why']): void {
    if (this.#interruption?.why !== 'over') this.#interruption = new Interrupted(why);
    this.look();
  }

  /** Lets the next script wait again. */
  resume(): void {
    if (this.#interruption?.why === 'new script') this.#interruption = null;
  }
}
