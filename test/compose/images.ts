import type { Gateway } from '../../harness/core/gateway.ts';
import { messageOf } from '../../harness/core/problem.ts';
import { openEngine } from '../../harness/images/engine.ts';
import { testImage } from '../support/docker.ts';
import type { Environment } from './project.ts';

/** The images for a gateway as docker-compose.yml takes them, or why they cannot be had. */
export async function imagesFor({ name }: Gateway): Promise<Environment | string> {
  try {
    const { docker } = await openEngine();
    return {
      GATEWAY: name,
      GATEWAY_IMAGE: await testImage(docker, name),
      UPSTREAM_IMAGE: await testImage(docker, 'upstream'),
      SIDECAR_IMAGE: await testImage(docker, 'sidecar'),
    };
  } catch (error) {
    return messageOf(error);
  }
}
