import { ProblemError } from '../core/problem.ts';

type RuntimeClient = Awaited<ReturnType<typeof import('testcontainers').getContainerRuntimeClient>>;

/** A container engine that answers: Docker, or what speaks its API. */
export interface Engine {
  /** The dockerode client, as testcontainers has configured it. */
  readonly docker: RuntimeClient['container']['dockerode'];
}

/**
 * The engine that testcontainers finds: DOCKER_HOST, ~/.testcontainers.properties, the usual sockets. Testcontainers is
 * loaded here and not before, since it is large.
 * @throws {ProblemError} environment, `no-docker`: no engine answers
 */
export async function openEngine(): Promise<Engine> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    const { container } = await getContainerRuntimeClient();
    return { docker: container.dockerode };
  } catch (cause) {
    const host = process.env.DOCKER_HOST;
    const problem = {
      code: 'no-docker',
      message: host ? `no container engine answers at DOCKER_HOST=${host}` : 'no container engine answers here',
      hint: host
        ? 'start the engine there, correct DOCKER_HOST, or unset it to use the engine of this machine'
        : 'start Docker, or set DOCKER_HOST to an engine that you may use (`docker info` must work for this user)',
    };
    throw new ProblemError('environment', [problem], { cause });
  }
}
