import { openEngine } from '../../images/engine.ts';
import { isLeftBehind, RUN_LABEL } from './labels.ts';

/**
 * Removes the containers and networks that dead runs left in the engine, and nothing that does not carry our labels. Gives
 * what is gone now, in words.
 *
 * @throws {ProblemError} environment, `no-docker`: no engine answers
 */
export async function sweepEngine(): Promise<string[]> {
  const { docker } = await openEngine();
  const filters = { label: [RUN_LABEL] };
  const containers = (await docker.listContainers({ all: true, filters })).filter((one) => isLeftBehind(one.Labels));
  const swept = await Promise.all(
    containers.map(async ({ Id, Names }) => {
      const gone = await remove(docker.getContainer(Id).remove({ force: true, v: true }));
      return gone ? `container ${Names[0]?.replace(/^\//, '') ?? Id}` : null;
    }),
  );
  const networks = (await docker.listNetworks({ filters })).filter((one) => isLeftBehind(one.Labels));
  for (const { Id, Name } of networks) {
    swept.push((await remove(docker.getNetwork(Id).remove())) ? `network ${Name}` : null);
  }
  return swept.filter((text) => text !== null);
}

/** False where it is gone already or still in use: the next sweep sees to it. */
async function remove(removal: Promise<unknown>): Promise<boolean> {
  return await removal.then(
    () => true,
    () => false,
  );
}
