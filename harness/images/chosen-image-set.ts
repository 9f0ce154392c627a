import { ProblemError } from '../core/problem.ts';
import type { ImageSet } from './image-reference.ts';

/**
 * Where images come from: as GATECRASH_IMAGES says, else from their makers.
 *
 * @throws {ProblemError} usage: the variable names no set
 */
export function chosenImageSet(env: NodeJS.ProcessEnv = process.env): ImageSet {
  const chosen = env.GATECRASH_IMAGES || 'official';
  if (chosen === 'official' || chosen === 'built') return chosen;
  const message = `GATECRASH_IMAGES=${chosen} means nothing: it is official or built`;
  throw new ProblemError('usage', [{ code: 'wrong-image-set', message }]);
}
