import { getContainerRuntimeClient } from 'testcontainers';
import { messageOf, ProblemError } from '../../core/problem.ts';

/** A network of this run alone; disposing of it removes it. */
export interface RunNetwork extends AsyncDisposable {
  readonly name: string;
}

/** Makes the network. Throws a ProblemError where the engine has no addresses left for one. */
export async function openRunNetwork(labels: Readonly<Record<string, string>>): Promise<RunNetwork> {
  const { container } = await getContainerRuntimeClient();
  const name = `gatecrash-${labels['gatecrash.run']}`;
  try {
    const network = await container.dockerode.createNetwork({ Name: name, Driver: 'bridge', Labels: { ...labels } });
    return { name, [Symbol.asyncDispose]: async () => void (await network.remove().catch(() => {})) };
  } catch (error) {
    const hint = 'gatecrash clean removes networks of dead runs; docker network prune those that nobody uses';
    const message = `the container engine gave no network: ${messageOf(error)}`;
    throw new ProblemError('environment', [{ code: 'no-network', message, hint }], { cause: error });
  }
}
