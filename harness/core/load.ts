import type { Phase } from './evidence.ts';

/** One request of a load, as it came out. Exchanges are kept of a few of each kind alone. */
export interface LoadSample {
  /** Correlation id. */
  readonly id: string;
  /** When it was due, in milliseconds since the load began. */
  readonly due: number;
  /** From then, and not from its sending, to the last octet of the whole response or the end: how long a user waited. */
  readonly ms: number;
  /** How much later than due it was sent, in milliseconds: the generator's own lateness. */
  readonly late: number;
  readonly status: number | null;
  /** Whether a response came whole and without a defect. */
  readonly sound: boolean;
}

/** A load: requests that began at a steady rate, whether or not those before were over. */
export interface Load {
  readonly phase: Phase;
  /** Path of its step. */
  readonly step: string;
  readonly upstream: string;
  readonly method: string;
  /** The fault that was armed on the upstream from before its begin to after its end; null where none, or where it changed. */
  readonly fault: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  /** In the order in which they were due. */
  readonly samples: readonly LoadSample[];
}
