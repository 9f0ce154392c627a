import { type ContainerRuntimeClient, getReaper } from 'testcontainers';

/** How long the image of the reaper may take to come, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Whether testcontainers' own reaper (the container `ryuk`, which removes what a dead process left) can be had: it is not
 * switched off by TESTCONTAINERS_RYUK_DISABLED, and its image is here or comes within a bound. It runs from then on.
 */
export function reaperCanBeHad(client: ContainerRuntimeClient): Promise<boolean> {
  if (process.env.TESTCONTAINERS_RYUK_DISABLED === 'true') return Promise.resolve(false);
  const asked = ASKED.get(client) ?? ask(client);
  ASKED.set(client, asked);
  return asked;
}

/** The answer is kept for as long as the client is: to be refused takes a registry seconds. */
const ASKED = new WeakMap<ContainerRuntimeClient, Promise<boolean>>();

async function ask(client: ContainerRuntimeClient): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), PATIENCE);
  try {
    return await Promise.race([getReaper(client).then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
