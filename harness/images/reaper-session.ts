import type { ContainerRuntimeClient } from 'testcontainers';

/** How long the image of the reaper may take to come, in milliseconds: it is small. */
const PATIENCE = 15_000;

/**
 * The session of testcontainers' own reaper (the container `ryuk`, which removes what a dead process left, by the label of
 * its session), where it can be had: it is not switched off by TESTCONTAINERS_RYUK_DISABLED, and its image is here or comes
 * within a bound. It runs from then on. Null where it cannot be had.
 */
export function reaperSession(client: ContainerRuntimeClient): Promise<string | null> {
  if (process.env.TESTCONTAINERS_RYUK_DISABLED === 'true') return Promise.resolve(null);
  const asked = ASKED.get(client) ?? ask(client);
  ASKED.set(client, asked);
  return asked;
}

/** The answer is kept for as long as the client is: to be refused takes a registry seconds. */
const ASKED = new WeakMap<ContainerRuntimeClient, Promise<string | null>>();

async function ask(client: ContainerRuntimeClient): Promise<string | null> {
  const { getReaper } = await import('testcontainers');
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), PATIENCE);
  try {
    return await Promise.race([getReaper(client).then(({ sessionId }) => sessionId), late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
