import { setTimeout as wait } from 'node:timers/promises';

/** Time between two looks, in milliseconds: no engine tells when a port within a container begins to answer. */
const PAUSE = 20;

/** Looks again and again until it is true; false where it is not after so many milliseconds, or where it is over. */
export async function untilTrue(
  look: () => Promise<boolean>,
  { patience, over }: { readonly patience: number; readonly over?: () => boolean },
): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (!over?.() && performance.now() < deadline) {
    if (await look()) return true;
    await wait(PAUSE);
  }
  return false;
}
