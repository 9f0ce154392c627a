/** For how long a word must hold before it is handed on, in milliseconds: nobody can read faster. */
const HOLDS = 50;

/** Hands on what is going on, unless it is over at once: most steps of a case are, and telling costs more than taking them. */
export class Latest implements Disposable {
  readonly #tell: (word: string) => void;
  #word = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(tell: (word: string) => void) {
    this.#tell = tell;
  }

  /** Takes the place of the word before, if that was not handed on yet. */
  say(word: string): void {
    this.#word = word;
    this.#timer ??= setTimeout(() => this.#handOn(), HOLDS);
  }

  [Symbol.dispose](): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #handOn(): void {
    this.#timer = null;
    this.#tell(this.#word);
  }
}
