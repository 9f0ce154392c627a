import type { Gateway } from '../../harness/core/gateway.ts';
import { messageOf } from '../../harness/core/problem.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { chosenImageSet } from '../../harness/images/chosen-image-set.ts';
import { ensureImages } from '../../harness/images/ensure-images.ts';

/**
 * The reason to skip tests with containers: no engine, or an image that cannot be had; under GATECRASH_REQUIRE=all there is
 * none. The images are those made here, and no registry is asked for testcontainers' own, unless the environment has it
 * otherwise.
 */
export async function engineOrSkip(...names: readonly string[]): Promise<string | false> {
  process.env.GATECRASH_IMAGES ??= 'built';
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  const gateways = await loadFolder<Gateway>('gateways');
  const reference = (name: string) => gateways.find((gateway) => gateway.name === name)?.image?.reference;
  try {
    await ensureImages(
      names.map((name) => ({ name, reference: reference(name) })),
      { set: chosenImageSet() },
    );
    return false;
  } catch (error) {
    if (process.env.GATECRASH_REQUIRE === 'all') throw error;
    return messageOf(error);
  }
}
