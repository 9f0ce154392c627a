import { didYouMean } from '../core/did-you-mean.ts';
import { ProblemError } from '../core/problem.ts';
import { buildImage } from './build-image.ts';
import { imageNames } from './dockerfiles.ts';
import { openEngine } from './engine.ts';
import { ensureDebianBase } from './ensure-debian-base.ts';
import { imageContent, isOurs } from './image-content.ts';
import { builtReference, ourReference } from './image-reference.ts';
import type { Progress } from './progress.ts';
import { SUITE_WITH_NODE, type Suite } from './suite.ts';
import { suiteOf } from './suite-of.ts';

export interface BuildImagesOptions {
  /** The suite that gateways come from, or a newer one where it has none; our own are over SUITE_WITH_NODE whatever it is. */
  readonly suite: Suite;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes images without any registry: bases by mmdebstrap, the rest from Debian's packages. No names mean all images.
 * Returns name -> reference.
 * @throws {ProblemError} usage, `unknown-image`; environment, where something needed is not there
 */
export async function buildImages(
  names: readonly string[],
  { suite, progress, signal }: BuildImagesOptions,
): Promise<ReadonlyMap<string, string>> {
  const chosen = checked(names);
  const engine = await openEngine();
  const references = new Map<string, string>();
  for (const name of chosen) {
    const content = isOurs(name) ? await imageContent(name) : undefined;
    const over = content ? SUITE_WITH_NODE : suiteOf(name, suite);
    const base = await ensureDebianBase(engine, { suite: over, progress, signal });
    const reference = content ? ourReference(name, content.tag, 'built') : builtReference(name, over);
    await buildImage(engine, { name, reference, base, content, progress, signal });
    references.set(name, reference);
  }
  return references;
}

function checked(names: readonly string[]): readonly string[] {
  const all = imageNames();
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length === 0) return names.length > 0 ? names : all;
  const problems = unknown.map((name) => ({
    code: 'unknown-image',
    message: `there is no image "${name}" to build`,
    hint: didYouMean(name, all, 'the images are'),
  }));
  throw new ProblemError('usage', problems);
}
