import type { PoolLimit } from '../../core/scenario.ts';
import { ClientGone, UpstreamFailure } from './failures.ts';

/**
 * Lets at most so many requests be at an upstream at once. Who comes beyond that waits, first come first served, where
 * there is room in the queue, and no longer than it may; without a limit everybody goes.
 */
export class Turns {
  readonly #limit: PoolLimit | null;
  readonly #waiting = new Set<() => void>();
  #under = 0;

  constructor(limit: PoolLimit | null) {
    this.#limit = limit;
  }

  /** A turn, which ends when it is disposed of. Rejects with an UpstreamFailure, or with ClientGone where `gone` fires first. */
  async take(gone: AbortSignal): Promise<Disposable> {
    if (this.#limit && this.#under >= this.#limit.connections) await this.#wait(this.#limit, gone);
    else this.#under += 1;
    let over = false;
    return {
      [Symbol.dispose]: () => {
        if (!over) this.#pass();
        over = true;
      },
    };
  }

  /** Resolves when somebody's turn was passed on to us. */
  async #wait({ connections, queue, wait }: PoolLimit, gone: AbortSignal): Promise<void> {
    if (this.#waiting.size >= queue) throw tooMany(`${connections} requests are there, and ${this.#waiting.size} wait`);
    const turn = Promise.withResolvers<void>();
    const giveUp = (error: Error) => {
      this.#waiting.delete(turn.resolve);
      turn.reject(error);
    };
    const late = setTimeout(() => giveUp(tooMany(`no turn in ${wait} ms`)), wait);
    const leave = () => giveUp(new ClientGone());
    this.#waiting.add(turn.resolve);
    gone.addEventListener('abort', leave);
    if (gone.aborted) leave();
    try {
      await turn.promise;
    } finally {
      clearTimeout(late);
      gone.removeEventListener('abort', leave);
    }
  }

  /** The turn goes to whoever waits longest; else there is one less. */
  #pass(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#under -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

function tooMany(detail: string): UpstreamFailure {
  return new UpstreamFailure('connection_limit_reached', detail);
}
