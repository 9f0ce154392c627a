import type { Answer } from './answer.ts';
import type { Asked } from './ask-politely.ts';
import type { NoAnswer } from './no-answer.ts';

/** What is to be explained, wherever it came from. */
export interface Subject {
  /** What to call it: a URL, or a file. */
  readonly title: string;
  /** Without credentials; null where a saved response does not say. */
  readonly url: string | null;
  readonly method: string;
  /** ISO 8601; null where nobody knows. */
  readonly time: string | null;
  /** One of the two. */
  readonly answer: Answer | null;
  readonly failure: NoAnswer | null;
  /** How long the answer took, in milliseconds; null where nobody measured. */
  readonly ms: number | null;
  /** How asking again went; null for what was saved. */
  readonly asked: Asked | null;
  /** How many requests of an archive went the very same way. */
  readonly count: number;
}
