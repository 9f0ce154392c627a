/**
 * The waits that are not configured, in milliseconds. The configured ones are `timeouts.connect` (to make a connection)
 * and `timeouts.read` (the upstream's inactivity while it owes something).
 */
export const TIMEOUTS = {
  /** Before an upstream is asked once more, give or take a half. */
  backOff: 5,
  /** One DNS query, asked once. */
  dns: 1000,
  /** A kept client connection without a request (nginx keepalive_timeout is 75 s). */
  clientIdle: 60_000,
  /** From the first octet of a request head to its end. */
  clientHead: 10_000,
  /** Between two pieces of a request body. */
  clientBody: 30_000,
  /** Until a piece of the response is taken by the client. */
  clientWrite: 30_000,
  /** After our FIN: at most this long, and at most this long without an octet (nginx lingering_time and _timeout). */
  linger: 30_000,
  lingerQuiet: 5000,
  /** An idle upstream connection in the pool. */
  poolIdle: 15_000,
} as const;

/** A response head that has begun must be whole within this many read timeouts, however steadily it drips. */
export const HEAD_FACTOR = 2;
