import type { Diagnosis } from '../core/diagnosis.ts';
import type { Part } from './compare-signature.ts';
import type { LogSummary } from './log-reader.ts';

/** What became of one group of lines. */
export interface Reproduced {
  readonly diagnosis: Diagnosis;
  /** The fault that is played; null where none can be. */
  readonly fault: string | null;
  /** The scenario's file; null where none was written. */
  readonly file: string | null;
  /** Why it was not played, or what came of it; null where it was only written. */
  readonly played: PlayedGroup | null;
  /** Why nothing was written or played; null where something was. */
  readonly left: string | null;
}

/** What came out of a run. */
export interface PlayedGroup {
  readonly gateway: string;
  readonly version: string;
  /** Empty where the case could not be played. */
  readonly parts: readonly Part[];
  readonly same: boolean;
  /** Why the case could not be played. */
  readonly reason: string | null;
  /** What of the log's circumstances was taken over otherwise. */
  readonly notes: readonly string[];
}

/** All that `gatecrash reproduce` has to tell. */
export interface Reproduction {
  readonly log: string;
  readonly summary: LogSummary;
  readonly groups: readonly Reproduced[];
}
