import type { Engine } from './engine.ts';

/** The id of the image that an engine holds under a reference; undefined where it holds none. */
export async function imageId({ docker }: Engine, reference: string): Promise<string | undefined> {
  try {
    return (await docker.getImage(reference).inspect()).Id;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}
