import { now } from '../core/clock.ts';
import type { Told } from '../core/told.ts';
import { printable } from '../terminal/printable.ts';
import { guestWords } from './guest-words.ts';
import { upstreamWords } from './upstream-words.ts';

/** Who a line of the story is about: `you` for what the person switches and sends. */
export type Teller = 'client' | 'gateway' | 'upstream' | 'you';

/** One thing that happened. */
export interface StoryLine {
  /** By the clock on the wall. */
  readonly time: Date;
  readonly from: Teller;
  /** Safe on a terminal; further lines belong to the first. */
  readonly text: string;
  /** What it is made of, for machines; absent of what the person did. */
  readonly told?: Told | undefined;
}

/** How long a line waits for those that happened before it and come later, in milliseconds. */
const WINDOW = 60;

/**
 * What client, gateway and upstream do, merged into one story. They tell it over ways of different length, so lines wait a
 * moment and are put in order by the machine's one clock.
 */
export class Story {
  readonly #listeners = new Set<(line: StoryLine) => void>();
  #waiting: { readonly at: number; readonly line: StoryLine }[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** Hears every line from now on; gives the way to stop it. */
  follow(listener: (line: StoryLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds what was told, where it says anything to a person. */
  hear(told: Told): void {
    const text = wordsOf(told);
    if (text !== null) this.#add(told.at, { time: wallTime(told.at), from: told.from, text, told });
  }

  /** Adds what the person did. */
  say(text: string): void {
    const at = now();
    this.#add(at, { time: wallTime(at), from: 'you', text });
  }

  /** Tells what still waits. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const lines = this.#waiting.sort((a, b) => a.at - b.at);
    this.#waiting = [];
    for (const { line } of lines) for (const listener of this.#listeners) listener(line);
  }

  #add(at: number, line: StoryLine): void {
    this.#waiting.push({ at, line });
    this.#timer ??= setTimeout(() => this.flush(), WINDOW);
  }
}

function wallTime(at: number): Date {
  return new Date(Date.now() + at - now());
}

function wordsOf(told: Told): string | null {
  if (told.from === 'client') return guestWords(told.guest);
  if (told.from === 'gateway')
    return 'line' in told
      ? printable(told.line)
      : `it ended with ${told.exit.signal ?? `exit code ${told.exit.code}`}, and is not started again`;
  const words = upstreamWords(told.seen);
  return words === null ? null : printable(`${told.seen.upstream}: ${words}`);
}
