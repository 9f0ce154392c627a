import type { ErrorType } from './error-types.ts';

/**
 * One event of the gateway. No target, field, address or content of a message is among it: they may be secret. The one
 * exception is the correlation id: it is made up by the harness for each request, says nothing of anybody, and without it
 * nobody could tell which request a line is about. Which listener it came to tells apart the cases that share a gateway.
 */
export type LogEntry = { readonly listen?: string } & Event;

type Event =
  | { readonly event: 'listening'; readonly slots: number }
  /** The configuration was read again: it is in force, or it cannot be used and the old one stays. */
  | { readonly event: 'reloaded'; readonly slots: number }
  | { readonly event: 'not-reloaded'; readonly detail: string }
  /** `error`: this gateway answered with an error of its own; `truncated`: it cut a response that had begun. */
  | {
      readonly event: 'error' | 'truncated';
      readonly error: ErrorType;
      readonly status: number;
      /** Null where the request had none, or could not be read. */
      readonly id: string | null;
      /** Null where the request was not routed. */
      readonly upstream: string | null;
      /** Milliseconds since the request began. */
      readonly ms: number;
      readonly detail: string;
    };

/** Takes an event down. */
export type Log = (entry: LogEntry) => void;

/** A log of one JSON line an event. */
export function jsonLog(write: (line: string) => void): Log {
  return (entry) => write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
}
