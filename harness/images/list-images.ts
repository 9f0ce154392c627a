import { type Engine, openEngine } from './engine.ts';
import { LABEL, REPOSITORIES } from './image-reference.ts';

/** An image that gatecrash has made. */
export interface OwnImage {
  /** `upstream`, `nginx`, `debian`, … */
  readonly name: string;
  /** Null for what a build left without a name. */
  readonly reference: string | null;
  readonly id: string;
  /** Bytes on disk, shared layers included. */
  readonly size: number;
}

/**
 * The images of an engine that gatecrash has made, by name. The label alone is not enough: an image that somebody builds
 * on one of ours inherits it.
 */
export async function listImages(given?: Engine): Promise<readonly OwnImage[]> {
  const { docker } = given ?? (await openEngine());
  const images = await docker.listImages({ filters: { label: [LABEL] } });
  return images
    .flatMap(({ Id: id, Size: size, Labels, RepoTags }) => {
      const name = Labels?.[LABEL] ?? '';
      return referencesOf(RepoTags).map((reference) => ({ name, reference, id, size }));
    })
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** Our own names of an image; one null where it has no name at all. */
function referencesOf(tags: readonly string[] | undefined | null): (string | null)[] {
  const named = (tags ?? []).filter((tag) => tag !== '<none>:<none>');
  if (named.length === 0) return [null];
  return named.filter((tag) => REPOSITORIES.some((repository) => tag.startsWith(repository)));
}

function sortKey({ name, reference, id }: OwnImage): string {
  return `${name} ${reference ?? '~'} ${id}`;
}
