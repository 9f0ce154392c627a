import { getContainerRuntimeClient, LABEL_TESTCONTAINERS_SESSION_ID } from 'testcontainers';
import type { ImageSet } from '../../images/image-reference.ts';
import { reaperSession } from '../../images/reaper-session.ts';

/**
 * The label by which testcontainers' reaper removes what a run leaves, where that reaper can be had; no label otherwise.
 * With home-built images no registry is asked for it, unless the environment names its image.
 */
export async function reaperLabel(set: ImageSet): Promise<Record<string, string>> {
  if (set === 'built' && !process.env.RYUK_CONTAINER_IMAGE) return {};
  const session = await reaperSession(await getContainerRuntimeClient());
  return session === null ? {} : { [LABEL_TESTCONTAINERS_SESSION_ID]: session };
}
