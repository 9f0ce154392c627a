import { numberIn } from './number-in.ts';

/** Seconds of a log (`1.001`) in milliseconds; null where there is no number, or none that says a time (`-1`). */
export function milliseconds(seconds: string | undefined): number | null {
  const value = numberIn(seconds);
  return value === null || value < 0 ? null : Math.round(value * 1e6) / 1e3;
}
