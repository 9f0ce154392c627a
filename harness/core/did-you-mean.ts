import { closestMatch } from 'leven';

/** How many valid words a hint lists before it is cut. */
const LISTED = 24;

/** A hint for a word that is none of the valid ones: the nearest one, or else all of them. */
export function didYouMean(word: string, valid: readonly string[], what = 'valid'): string {
  const near = nearest(word, valid);
  if (near !== undefined) return `did you mean "${near}"?`;
  const shown = valid.slice(0, LISTED).join(', ');
  return valid.length > LISTED ? `${what}: ${shown}, and ${valid.length - LISTED} more` : `${what}: ${shown || 'none'}`;
}

/**
 * The valid word that was most likely meant, by a typing error (two letters swapped count as one) or its beginning alone;
 * undefined where none is near.
 */
export function nearest(word: string, valid: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const byLower = new Map(valid.map((candidate) => [candidate.toLowerCase(), candidate]));
  const candidates = [...byLower.keys()];
  const letters = sortedLetters(lower);
  const same = candidates.find((candidate) => sortedLetters(candidate) === letters);
  const maxDistance = word.length < 4 ? 1 : word.length < 9 ? 2 : 3;
  const begun = (candidate: string): boolean => lower.length > 2 && candidate.startsWith(lower);
  return byLower.get(same ?? closestMatch(lower, candidates, { maxDistance }) ?? candidates.find(begun) ?? '');
}

function sortedLetters(word: string): string {
  return [...word].sort().join('');
}
