import type { ErrorType } from './error-type.ts';

/** A form of page that a maker writes. */
export interface Page {
  /** With which statuses it is written. */
  readonly status: readonly number[] | RegExp;
  /**
   * The whole body, without white space round it and with plain line ends, as it is written by default; `empty` where
   * nothing is written. A group `version` holds the maker's version, `id` an identifier that its operator can look for.
   */
  readonly body: RegExp | 'empty';
  /** What else must be so: the reason phrase, or a header field (`null`: the field must not be there). */
  readonly reason?: RegExp | undefined;
  readonly head?: Readonly<Record<string, RegExp | null>> | undefined;
  /**
   * What the form proves: it is this maker's `own` (the default), it is `shared` by some others, or so `faint` (nothing at all
   * is written) that no maker can be told from it.
   */
  readonly proof?: 'own' | 'shared' | 'faint' | undefined;
  /** What may have happened; one where the page tells it, none where nothing failed behind it or where that is open. */
  readonly causes: readonly ErrorType[];
  /** What else the form tells, in a sentence. */
  readonly note?: string | undefined;
}

/** Who writes error pages: one object in one file of makers/. */
export interface Maker {
  /** kebab-case; the file's name. */
  readonly name: string;
  readonly title: string;
  /** Where its pages are to be read. */
  readonly source: string;
  /** What it writes into Server; null where it writes none. */
  readonly server: RegExp | null;
  /** Fields by which it shows, on any answer, that it stands on the way. */
  readonly traces: readonly (readonly [field: string, value: RegExp])[];
  /** The most telling first. */
  readonly pages: readonly Page[];
  /** Where its operator finds the cause: `its error log: lines with …`. */
  readonly lookAt: string;
}
