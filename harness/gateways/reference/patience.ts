/**
 * The inactivity timer of an upstream connection. It runs only while the upstream owes us octets and we wait for them:
 * neither a client that uploads slowly nor one that reads slowly is held against the upstream.
 */
export class Patience {
  readonly #ms: number;
  readonly #expired: () => void;
  #owed = false;
  #waiting = false;
  #timer: NodeJS.Timeout | undefined;
  #look: NodeJS.Immediate | undefined;

  constructor(ms: number, expired: () => void) {
    this.#ms = ms;
    this.#expired = expired;
  }

  /** Says whether the upstream is the one to act now. */
  owe(owed: boolean): void {
    if (owed === this.#owed) return;
    this.#owed = owed;
    this.#restart();
  }

  /** Counts while `read` is pending; every call counts from zero. */
  async during<Result>(read: () => Promise<Result>): Promise<Result> {
    this.#waiting = true;
    this.#restart();
    try {
      return await read();
    } finally {
      this.#waiting = false;
      this.#restart();
    }
  }

  #restart(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#look);
    if (this.#owed && this.#waiting) this.#timer = setTimeout(() => this.#lookOnce(), this.#ms);
  }

  /** After a busy spell of our own the timer fires before the octets are seen that have come: let them be seen first. */
  #lookOnce(): void {
    this.#look = setImmediate(() => {
      this.#look = setImmediate(this.#expired);
    });
  }
}
