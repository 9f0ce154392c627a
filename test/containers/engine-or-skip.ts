import { findGateway } from '../../harness/containers/find-gateway.ts';
import { findImage } from '../../harness/containers/find-image.ts';
import { messageOf } from '../../harness/core/problem.ts';

/**
 * The reason to skip tests with containers: no engine, or an image that cannot be had; under GATECRASH_REQUIRE=all there is
 * none. The images are those made here, and no registry is asked for testcontainers' own, unless the environment has it
 * otherwise.
 */
export async function engineOrSkip(...images: readonly string[]): Promise<string | false> {
  process.env.GATECRASH_IMAGES ??= 'built';
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  try {
    for (const name of images) await findImage({ name, reference: await publicReference(name) });
    return false;
  } catch (error) {
    if (process.env.GATECRASH_REQUIRE === 'all') throw error;
    return messageOf(error);
  }
}

async function publicReference(name: string): Promise<string | undefined> {
  return ['upstream', 'sidecar'].includes(name) ? undefined : (await findGateway(name)).image?.reference;
}
