/** One line of a gateway's log, read: what it says of one request or of one upstream. All that it does not say is null. */
export interface LogEntry {
  /** The dialect that read it. */
  readonly dialect: string;
  /** The gateway that writes such lines: a built-in one's name, or a managed service's (`aws-alb`). */
  readonly gateway: string;
  /** An `access` line is written for each exchange as it ends; an `error` line when something goes wrong. */
  readonly kind: 'access' | 'error';
  /** The line's number in its log, from 1. */
  readonly line: number;
  /** The line as it stands, without colour codes and line end. */
  readonly text: string;
  /** When it was written, in milliseconds since the epoch. */
  readonly at: number | null;
  /** What the client was answered with. */
  readonly status: number | null;
  readonly method: string | null;
  readonly target: string | null;
  /** How long the exchange took, in milliseconds. */
  readonly ms: number | null;
  /** Octets sent to the client. */
  readonly bytes: number | null;
  /** The upstream's host and port, or its name. */
  readonly upstream: string | null;
  /** The gateway's own short code for what happened: `SH--`, `UC`, `AH01102`, `H13`, `ERR_READ_ERROR`. */
  readonly code: string | null;
  /** What went wrong in the gateway's words, without what differs from request to request in front of it (time, process id). */
  readonly message: string | null;
  /** What ties lines of one request or connection together (nginx's `*12`, a request id). */
  readonly id: string | null;
}

/** What an entry has of a line that says nothing at all. */
export const SAYS_NOTHING = {
  at: null,
  status: null,
  method: null,
  target: null,
  ms: null,
  bytes: null,
  upstream: null,
  code: null,
  message: null,
  id: null,
} as const satisfies Partial<LogEntry>;
