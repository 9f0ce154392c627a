import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import type { OwnImage } from '../core/gateway.ts';
import type { Problem } from '../core/problem.ts';
import { type ComposeProject, readCompose } from './compose-project.ts';
import { type ComposeService, toComposeService } from './compose-service.ts';
import type { ExtendsContext } from './extends-config.ts';
import { shownPath } from './find-files.ts';
import { containerShape, type ImageConfig, toContainerPart } from './image-config.ts';
import { textsBelow } from './texts-below.ts';

const composeShape = containerShape.extend({
  compose: z.strictObject({
    file: z.string().describe('The compose file, from the folder of gatecrash.yaml.'),
    service: z.string().describe('The service of it that is the gateway.'),
  }),
});

/** Where a gateway stands in gatecrash.yaml, and what hears of problems in another file. */
export interface ComposeContext extends ExtendsContext {
  /** Paths are shown from here. */
  readonly cwd: string;
  note(problems: readonly Problem[]): void;
}

/**
 * One gateway that is a service of a compose file; undefined, with the problems noted, where it is none. Its image, volumes,
 * environment and command are that file's; no other service of it is started.
 */
export async function toComposeConfig(value: unknown, context: ComposeContext): Promise<ImageConfig | undefined> {
  const { path, folder, report, cwd, note } = context;
  const raw = report.check(composeShape, value, path);
  const part = await toContainerPart(value, raw, context);
  if (!raw || !part) return undefined;
  const file = resolve(folder, raw.compose.file);
  const project = await readCompose(file, shownPath(file, cwd));
  if ('problems' in project) {
    report.add([...path, 'compose', 'file'], { code: 'compose-file', message: 'this compose file cannot be used' });
    note(project.problems);
    return undefined;
  }
  const name = raw.compose.service;
  const given = project.services[name];
  if (given === undefined) {
    const hint = didYouMean(name, Object.keys(project.services), 'services');
    const message = `there is no service "${name}" in ${shownPath(file, cwd)}`;
    report.add([...path, 'compose', 'service'], { code: 'unknown-service', message, hint });
    return undefined;
  }
  const service = await toComposeService(given, name, project);
  if ('problems' in service) {
    report.add([...path, 'compose', 'service'], {
      code: 'compose-service',
      message: `the service "${name}" cannot be run`,
    });
    note(service.problems);
    return undefined;
  }
  return await joined({ ...part, what: `the service ${name} of ${shownPath(file, cwd)}` }, name, service, project);
}

async function joined(
  part: Omit<ImageConfig, 'reference' | 'own' | 'start'>,
  name: string,
  service: ComposeService,
  project: ComposeProject,
): Promise<ImageConfig> {
  const { image, build, start, env, hosts, stop } = service;
  const copies = start.copies ?? {};
  const words = [...(start.command ?? []), ...(start.entrypoint ?? [])];
  const texts = [...Object.values(env), ...words, ...(await textsBelow(Object.values(copies)))];
  const sealed = Object.keys(part.files).length + Object.keys(copies).length === 0;
  const names = namesOf(name, project);
  return {
    ...part,
    reference: image ?? names[0],
    own: build ? { names: image === null ? names : [], build: buildCommand(name, project) } : {},
    start: { ...start, texts: sealed ? null : texts },
    env: { ...env, ...part.env },
    hosts,
    stop: part.stop === 'SIGTERM' ? (stop ?? part.stop) : part.stop,
  };
}

/** What Compose calls an image that it builds and nobody named: `PROJECT-SERVICE`, and before version 2 with `_`. */
function namesOf(service: string, { name, file }: ComposeProject): [string, ...string[]] {
  const usual = basename(dirname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '');
  const projects = [...new Set([name ?? usual, usual])];
  const [first = service, ...others] = projects.flatMap((project) => [
    `${project}-${service}`,
    `${project}_${service}`,
  ]);
  return [first, ...others];
}

function buildCommand(service: string, { cli, file }: ComposeProject): NonNullable<OwnImage['build']> | null {
  if (cli === null) return null;
  const [program, ...args] = cli;
  return [program, ...args, '-f', file, 'build', service];
}
