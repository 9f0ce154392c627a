import { constants } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { ImageStart } from '../core/gateway.ts';
import type { Problem } from '../core/problem.ts';
import { composeEnvironment } from './compose-environment.ts';
import { composeFiles } from './compose-files.ts';
import type { ComposeProject } from './compose-project.ts';
import { composeVolumes, volumeSchema } from './compose-volumes.ts';
import { wordsSchema } from './image-config.ts';
import { Report } from './report.ts';

const text = z.string({ error: 'must be text' });
const one = z.union([text, z.array(text)]).transform((given) => (typeof given === 'string' ? [given] : given));
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** The keys of a service that say how its container is; the others are about its neighbours, its restarts and its ports. */
const serviceShape = z.looseObject({
  image: text.optional(),
  build: z.unknown().optional(),
  command: wordsSchema.nullish(),
  entrypoint: wordsSchema.nullish(),
  environment: z.union([z.array(text), z.record(z.string(), scalar)]).nullish(),
  env_file: z.union([text, z.array(z.union([text, z.looseObject({ path: text })]))]).optional(),
  extends: z.unknown().optional(),
  extra_hosts: z.union([z.array(text), z.record(z.string(), z.union([text, z.array(text)]))]).optional(),
  user: z.union([text, z.int()]).optional(),
  working_dir: text.optional(),
  volumes: z.array(volumeSchema).optional(),
  tmpfs: one.optional(),
  cap_add: z.array(text).optional(),
  configs: z.array(z.union([text, z.looseObject({ source: text, target: text.optional() })])).optional(),
  secrets: z.array(z.union([text, z.looseObject({ source: text, target: text.optional() })])).optional(),
  stop_signal: text.optional(),
});

/** A service as its file has it. */
export type RawService = z.infer<typeof serviceShape>;

/** How a service of a compose file is started. */
export interface ComposeService {
  /** Null where it is built and has no name of its own. */
  readonly image: string | null;
  readonly build: boolean;
  readonly start: Omit<ImageStart, 'texts'>;
  readonly env: Readonly<Record<string, string>>;
  /** Lines for its file of hosts. */
  readonly hosts: string;
  readonly stop: NodeJS.Signals | null;
}

/** A service by its value; all that is wrong with it, with its places in the compose file. */
export async function toComposeService(
  value: unknown,
  name: string,
  project: ComposeProject,
): Promise<ComposeService | { readonly problems: readonly Problem[] }> {
  const report = new Report(project.source);
  const path = ['services', name];
  const raw = report.check(serviceShape, value, path);
  if (!raw) return { problems: report.problems };
  const { image = null, build, command, entrypoint, user, working_dir: workingDir, tmpfs = [] } = raw;
  if (image === null && build === undefined) {
    report.add(path, { code: 'no-image', message: 'it has neither `image` nor `build`' });
  }
  if (raw.extends !== undefined && project.cli === null) {
    const hint = 'install docker compose, which reads them';
    report.add([...path, 'extends'], {
      code: 'compose-extends',
      message: 'it takes parts of another service',
      hint,
      at: 'key',
    });
  }
  const folder = dirname(project.file);
  const { copies, volumes, memory } = composeVolumes(raw.volumes ?? [], { folder, path, report });
  const files = composeFiles(raw, project, { path, report });
  const env = await composeEnvironment(raw, { folder, path, report });
  if (report.problems.length > 0) return { problems: report.problems };
  return {
    image,
    build: build !== undefined,
    start: {
      command: command ?? undefined,
      entrypoint: entrypoint ?? undefined,
      user: user === undefined ? undefined : String(user),
      workingDir,
      copies: { ...copies, ...files },
      volumes,
      memory: [...memory, ...tmpfs.map((given) => given.replace(/:.*$/, ''))],
      capabilities: raw.cap_add,
    },
    env,
    hosts: hostsOf(raw.extra_hosts),
    stop: signalOf(raw.stop_signal),
  };
}

/** `name:address`, `name=address`, or a map of them. Names of the engine's own making, as `host-gateway`, lead nowhere here. */
function hostsOf(given: RawService['extra_hosts']): string {
  const pairs = Array.isArray(given)
    ? given.map((line) => /^([^:=]+)[:=](.*)$/.exec(line)?.slice(1, 3) ?? [])
    : Object.entries(given ?? {}).flatMap(([name, addresses]) => [addresses].flat().map((address) => [name, address]));
  return pairs.flatMap(([name, address]) => (/^[\d.]+$/.test(address ?? '') ? [`${address} ${name}\n`] : [])).join('');
}

function signalOf(name: string | undefined): NodeJS.Signals | null {
  const wanted = name?.startsWith('SIG') ? name : `SIG${name}`;
  return (Object.keys(constants.signals) as NodeJS.Signals[]).find((signal) => signal === wanted) ?? null;
}
