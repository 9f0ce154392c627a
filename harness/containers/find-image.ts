import { log } from 'testcontainers';
import { ProblemError } from '../core/problem.ts';
import { chosenImageSet } from '../images/chosen-image-set.ts';
import { ensureImages, type WantedImage } from '../images/ensure-images.ts';

/**
 * The reference of the image that a container starts from. One of our own is built where it is not there, one of others is
 * pulled; with GATECRASH_IMAGES=built all are those that `gatecrash images build` has made, and no registry is asked.
 * Rejects with a ProblemError where it cannot be had.
 */
export async function findImage(wanted: WantedImage): Promise<string> {
  try {
    const images = await ensureImages([wanted], {
      set: chosenImageSet(),
      progress: (name, text) => log.info(`${name}: ${text}`),
    });
    return images.get(wanted.name) ?? wanted.name;
  } catch (error) {
    // Test runners show messages alone.
    if (error instanceof ProblemError) throw withHints(error);
    throw error;
  }
}

function withHints(error: ProblemError): ProblemError {
  const problems = error.problems.map((problem) => ({
    ...problem,
    message: problem.hint ? `${problem.message} (${problem.hint})` : problem.message,
  }));
  return new ProblemError(error.blame, problems, { cause: error });
}
