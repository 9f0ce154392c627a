import { compareTexts } from '../core/compare-texts.ts';
import type { LogEntry } from '../core/log-entry.ts';
import type { SignatureLine } from '../core/signature.ts';
import { isTrouble, shapeKey, shapeOf } from './shape.ts';

/** What so large a part of all faults leaves says nothing of any of them. */
const MOST = 0.5;

/**
 * The shapes of lines that most faults leave whatever they are: those of healthy exchanges, which every case has, and what
 * the gateway tells of as a matter of course. Given are the lines of each fault.
 */
export function usualShapes(faults: readonly (readonly LogEntry[])[]): SignatureLine[] {
  const seen = new Map<string, { readonly shape: SignatureLine; faults: number }>();
  for (const entries of faults) {
    for (const [key, shape] of shapesOf(entries)) {
      seen.set(key, { shape, faults: (seen.get(key)?.faults ?? 0) + 1 });
    }
  }
  const usual = [...seen].filter(([, counted]) => counted.faults >= MOST * faults.length);
  return usual.sort(([a], [b]) => compareTexts(a, b)).map(([, { shape }]) => shape);
}

/** A status that tells of trouble is never usual. */
function shapesOf(entries: readonly LogEntry[]): Map<string, SignatureLine> {
  const sound = entries.filter(({ status }) => !isTrouble(status));
  return new Map(sound.map(shapeOf).map((shape) => [shapeKey(shape), shape]));
}
