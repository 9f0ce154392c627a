import type { Problem } from '../core/problem.ts';
import { openEngine } from './engine.ts';
import { engineWords } from './engine-events.ts';
import { listImages, type OwnImage } from './list-images.ts';

/** What was removed, and what could not be. */
export interface Removal {
  readonly removed: readonly OwnImage[];
  readonly problems: readonly Problem[];
}

/** Removes images that gatecrash has made, and no other: all of them, or those of the given names. */
export async function removeImages(names: readonly string[]): Promise<Removal> {
  const engine = await openEngine();
  const chosen = (await listImages(engine)).filter(({ name }) => names.length === 0 || names.includes(name));
  const removed: OwnImage[] = [];
  const problems: Problem[] = [];
  // Bases last: an engine keeps what others are built on.
  for (const image of chosen.toSorted((a, b) => rank(a) - rank(b))) {
    try {
      await engine.docker.getImage(image.reference ?? image.id).remove();
      removed.push(image);
    } catch (error) {
      // Gone with the image that was built on it.
      if ((error as { statusCode?: number }).statusCode === 404) continue;
      problems.push(notRemoved(image, error));
    }
  }
  return { removed, problems };
}

function rank({ name, reference }: OwnImage): number {
  return (name === 'debian' ? 2 : 0) + (reference === null ? 1 : 0);
}

function notRemoved({ name, reference, id }: OwnImage, error: unknown): Problem {
  return {
    code: 'image-not-removed',
    message: `the image ${reference ?? id} (${name}) was not removed: ${engineWords(error)}`,
    hint: '`gatecrash clean` removes containers that were left behind; your own you must remove yourself',
  };
}
