import pLimit from 'p-limit';
import { ProblemError } from '../core/problem.ts';
import { buildImage } from './build-image.ts';
import { publicBase } from './dockerfiles.ts';
import { type Engine, openEngine } from './engine.ts';
import { imageContent, isOurs } from './image-content.ts';
import { imageId } from './image-id.ts';
import { BUILT_REPOSITORY, builtReference, type ImageSet, ourReference } from './image-reference.ts';
import type { Progress } from './progress.ts';
import { pullImage } from './pull-image.ts';
import { SUITE_WITH_NODE, type Suite } from './suite.ts';
import { suiteOf } from './suite-of.ts';

/** Downloads at a time. */
const PULLS = 3;

/** An image that a run needs. */
export interface WantedImage {
  /** `upstream`, `sidecar` or a gateway's name. */
  readonly name: string;
  /** What a gateway's makers publish; an image of ours needs none. */
  readonly reference?: string | undefined;
  /** Whether it is the user's own, which is taken as it is named, whatever set is chosen. */
  readonly own?: boolean | undefined;
}

export interface EnsureOptions {
  readonly set: ImageSet;
  /** The suite of built gateways, or a newer one where it has none; bookworm unless said otherwise. */
  readonly suite?: Suite | undefined;
  /** Name -> another image to take for it. */
  readonly overrides?: Readonly<Record<string, string>> | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sees to it that images are in the engine: what is there is taken, what others publish is pulled, what is made of this
 * package is built. Returns name -> reference.
 * @throws {ProblemError} environment: everything that cannot be had, or no engine
 */
export async function ensureImages(
  wanted: readonly WantedImage[],
  options: EnsureOptions,
): Promise<ReadonlyMap<string, string>> {
  const engine = await openEngine();
  const [pulls, builds] = [pLimit(PULLS), pLimit(1)];
  const settled = await Promise.allSettled(
    wanted.map((image) => {
      const limit = isOurs(image.name) && !options.overrides?.[image.name] ? builds : pulls;
      return limit(async () => [image.name, await ensureImage(engine, image, options)] as const);
    }),
  );
  const failures = settled.filter((one) => one.status === 'rejected').map(({ reason }): unknown => reason);
  if (failures.length > 0) throw together(failures);
  return new Map(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
}

async function ensureImage(engine: Engine, image: WantedImage, options: EnsureOptions): Promise<string> {
  const { name, reference, own } = image;
  const { set, overrides } = options;
  const given = overrides?.[name];
  if (given !== undefined) return pulled(engine, name, given, options);
  if (own && reference !== undefined) return pulled(engine, name, reference, options);
  if (isOurs(name)) return ours(engine, name, options);
  // One whose makers publish none is built, and never asked of a registry.
  const isBuilt = set === 'built' || reference?.startsWith(BUILT_REPOSITORY);
  const suite = suiteOf(name, options.suite ?? 'bookworm');
  if (isBuilt) return built(engine, name, builtReference(name, suite), suite);
  if (reference === undefined) throw new TypeError(`${name} has no image of its makers`);
  return pulled(engine, name, reference, options);
}

async function pulled(engine: Engine, name: string, reference: string, options: EnsureOptions): Promise<string> {
  const { progress, signal } = options;
  if ((await imageId(engine, reference)) === undefined) await pullImage(engine, { name, reference, progress, signal });
  return reference;
}

async function built(engine: Engine, name: string, reference: string, suite: Suite): Promise<string> {
  if (await imageId(engine, reference)) return reference;
  const message = `the image ${reference} for ${name} is not here`;
  const hint = `\`gatecrash images build ${name} --suite ${suite}\` makes it, and without a name all of them`;
  throw new ProblemError('environment', [{ code: 'image-not-built', message, hint }]);
}

/** A few seconds over a base that is there; the tag says whether there is anything to do. */
async function ours(engine: Engine, name: string, options: EnsureOptions): Promise<string> {
  const { set, progress, signal } = options;
  const content = await imageContent(name);
  const reference = ourReference(name, content.tag, set);
  if (await imageId(engine, reference)) return reference;
  const base =
    set === 'built'
      ? await built(engine, name, builtReference('debian', SUITE_WITH_NODE), SUITE_WITH_NODE)
      : await pulled(engine, name, publicBase(content.dockerfile), options);
  await buildImage(engine, { name, reference, base, content, progress, signal });
  return reference;
}

/** All problems as one, each once; an error that is no problem comes first. */
function together(failures: readonly unknown[]): unknown {
  const problems = failures.flatMap((failure) => (failure instanceof ProblemError ? failure.problems : []));
  const defect = failures.find((failure) => !(failure instanceof ProblemError));
  if (defect !== undefined) return defect;
  const once = new Map(problems.map((problem) => [problem.message, problem]));
  return new ProblemError('environment', [...once.values()], { cause: failures[0] });
}
