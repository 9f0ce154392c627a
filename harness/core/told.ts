import type { Observation } from './evidence.ts';

/**
 * What is told live of a topology that is held open for people, as it happens. Times are monotonic milliseconds; a log line's
 * is when it was read.
 */
export type Told =
  | { readonly from: 'client'; readonly at: number; readonly guest: GuestEvent }
  | { readonly from: 'gateway'; readonly at: number; readonly line: string }
  | { readonly from: 'gateway'; readonly at: number; readonly exit: { code: number | null; signal: string | null } }
  | { readonly from: 'upstream'; readonly at: number; readonly seen: Observation };

/** What passes through the door that leads people to the gateway. `connection` counts the people's connections from 1. */
export type GuestEvent = { readonly connection: number } & (
  | { readonly kind: 'opened' }
  /** A request's head went to the gateway; `nth` counts the requests on the connection. */
  | {
      readonly kind: 'asked';
      readonly nth: number;
      readonly method: string;
      readonly target: string;
      readonly version: string;
    }
  /** An answer is over: by its own framing, or, where it is not complete, since the connection ended. */
  | {
      readonly kind: 'answered';
      readonly nth: number;
      readonly status: number;
      readonly reason: string;
      readonly bodyBytes: number;
      readonly complete: boolean;
      /** Since the request's head had gone to the gateway, in milliseconds. */
      readonly ms: number;
    }
  /** The connection is over. `unanswered` counts the requests that got no answer. */
  | {
      readonly kind: 'ended';
      readonly by: 'client-fin' | 'client-rst' | 'gateway-fin' | 'gateway-rst';
      readonly sent: number;
      readonly received: number;
      readonly unanswered: number;
    }
);
