import type { LogEntry } from '../core/log-entry.ts';
import { normalised } from '../core/normalised.ts';
import type { SignatureLine } from '../core/signature.ts';

/** Statuses below 500 by which gateways tell of trouble: a client that left or was too slow, limits, tunnels that failed. */
const TELLING: ReadonlySet<number> = new Set([0, 408, 421, 429, 444, 460, 463, 494, 495, 496, 497, 499]);

/** What is remembered of a line. A status that tells of no trouble is left out: which one it was is the application's affair. */
export function shapeOf({ kind, status, code, message }: LogEntry): SignatureLine {
  return {
    kind,
    status: isTrouble(status) ? status : null,
    code,
    message: message === null ? null : normalised(message),
  };
}

/** Whether a status tells of trouble by itself. */
export function isTrouble(status: number | null): boolean {
  return status !== null && (status >= 500 || TELLING.has(status));
}

/** A shape as a key. */
export function shapeKey({ kind, status, code, message }: SignatureLine): string {
  return JSON.stringify([kind, status, code, message]);
}
