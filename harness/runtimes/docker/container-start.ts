import { dirname, extname } from 'node:path';
import type { ImageStart } from '../../core/gateway.ts';
import { programPath } from '../../core/program.ts';
import { programInImage } from '../../images/program-in-image.ts';
import type { ContainerPlan } from './joined-container.ts';

/** How a gateway's container is started: by a command of ours in our folder, or as its image has it. */
export function containerStart({
  command: [program = '', ...args],
  dir,
  image,
}: {
  readonly command: readonly string[];
  readonly dir: string;
  readonly image?: ImageStart | undefined;
}): Pick<ContainerPlan, 'create' | 'host'> {
  if (image) return asItStartsByItself(image);
  return { create: { Entrypoint: [program], Cmd: args.map(inImage), WorkingDir: dir }, host: {} };
}

/** Its health check would send requests of its own through the gateway. */
function asItStartsByItself(image: ImageStart): Pick<ContainerPlan, 'create' | 'host'> {
  const { entrypoint, command, user, workingDir, volumes = [], memory = [], capabilities } = image;
  return {
    create: {
      ...(entrypoint && { Entrypoint: [...entrypoint] }),
      ...(command && { Cmd: [...command] }),
      ...(user !== undefined && { User: user }),
      ...(workingDir !== undefined && { WorkingDir: workingDir }),
      Volumes: Object.fromEntries(volumes.map((path) => [path, {}])),
      Healthcheck: { Test: ['NONE'] },
    },
    host: {
      Tmpfs: Object.fromEntries(memory.map((path) => [path, ''])),
      ...(capabilities && { CapAdd: [...capabilities] }),
    },
  };
}

/** Gateways that come along with this package are started from it: the same files lie elsewhere in their images. */
function inImage(word: string): string {
  const ours = dirname(programPath(import.meta.url, '../../cli'));
  if (!word.startsWith(`${ours}/`)) return word;
  return programInImage(word.slice(ours.length + 1, -extname(word).length));
}
