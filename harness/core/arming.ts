/** What a probe met that was connected, asked for something, and heard nothing. */
export const UNANSWERED = 'connected, and no answer';

/** What a plain TCP connect to the upstream met while a fault was armed: an errno name, `connected`, `no answer` or UNANSWERED. */
export interface Probe {
  readonly result: string;
  readonly ms: number;
  /** Our own port, so that the probe is not taken for the gateway's connection. */
  readonly localPort: number;
}

/** A fault that was armed on an upstream, from when to when, and what showed that it was really there. */
export interface Arming {
  readonly upstream: string;
  /** Null for a script that the author wrote. */
  readonly fault: string | null;
  readonly from: number;
  /** Null while armed to the end of the steps. */
  readonly until: number | null;
  readonly probes: readonly Probe[];
}
