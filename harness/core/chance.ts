const STEP = 0x6d2b79f5;

/**
 * The n-th number of the sequence that a seed begins, from 0 up to, not including, 1; `nth` counts from 1. The same on every
 * machine and in every run: it is Mulberry32 (Tommy Ettinger, 2017, public domain), whose state is a counter, so that any
 * number of the sequence can be had without those before it.
 */
export function chance(seed: number, nth: number): number {
  const state = (seed + Math.imul(nth, STEP)) | 0;
  const mixed = Math.imul(state ^ (state >>> 15), state | 1);
  const stirred = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
  return ((stirred ^ (stirred >>> 14)) >>> 0) / 2 ** 32;
}
