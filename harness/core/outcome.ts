import type { ProxyError } from './proxy-error.ts';

/**
 * What a good gateway does when a fault strikes: the fault's catalogue entry, which judges a case whose author expects
 * nothing. Every alternative in `accepts` is a pass.
 */
export interface Outcome {
  /** The RFC 9209 error type; its recommended status is what the strict profile wants. */
  readonly error: ProxyError;
  /** Which of the gateway's limits bounds the answer (OP-01 at once, OP-02 connect, OP-03 read, OP-05 body stall). */
  readonly bound: 'at-once' | 'connect-timeout' | 'read-timeout' | 'dns-timeout' | 'body-stall' | 'none';
  readonly accepts: readonly Acceptable[];
  /** Statuses that are right as well, whoever chose them: for a gateway that did as the upstream said. */
  readonly statuses?: readonly number[] | undefined;
}

/**
 * - `error`: a 5xx made by the gateway (the profile says which)
 * - `truncated`: the response began and the client can tell that it is not whole
 * - `passed-on`: the upstream's own response, unchanged in status (for upstream statuses and permitted oddities)
 * - `repaired`: a complete response with the defect taken out, as RFC 9110 and 9112 permit for it
 */
export type Acceptable = 'error' | 'truncated' | 'passed-on' | 'repaired';
