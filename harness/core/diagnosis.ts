import type { LogEntry } from './log-entry.ts';
import type { Culprit } from './signature.ts';

/** Faults that may be behind a group of lines; several where they leave the very same signature on this gateway. */
export interface Suspect {
  /** Names of the catalogue; none where no fault does it: the client left, the gateway's own limit. */
  readonly faults: readonly string[];
  /** Whose doing it is. */
  readonly by: Culprit;
  /** How well it fits, 0..1; the suspects of a diagnosis are in falling order. */
  readonly fit: number;
  /** One sentence: what happened between the gateway and its upstream. */
  readonly cause: string;
  /** What in the log speaks for it. */
  readonly evidence: readonly string[];
  /** What would tell these faults from each other, and from the next suspect. */
  readonly apart: readonly string[];
}

/** What lies behind lines of one kind. */
export interface Diagnosis {
  readonly gateway: string;
  /** The gateway's version that the signature was recorded with; null where the knowledge is from manuals. */
  readonly version: string | null;
  /** Whether it can be played here. */
  readonly playable: boolean;
  /** How many requests (or lines, where none can be told) have this signature. */
  readonly count: number;
  /** Some of the lines, the first ones first. */
  readonly entries: readonly LogEntry[];
  /** Empty where nothing known leaves such lines: that is said, and nothing is guessed. */
  readonly suspects: readonly Suspect[];
}
