import { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import type { Gateway, ImageStart, OwnImage } from '../core/gateway.ts';
import { type ExtendsConfig, type ExtendsContext, extendsShape } from './extends-config.ts';
import { givenFiles } from './given-files.ts';
import { isMap } from './is-map.ts';
import { misplacedFile } from './misplaced-file.ts';
import { missingApp } from './missing-app.ts';
import { splitWords } from './split-words.ts';

const text = z.string({ error: 'must be text; put quotes round it' });
const path = z.string().regex(/^\/\S*[^/\s]$/, { error: 'must be an absolute path of a file' });

/** Words as compose and images have them: a text is split at blanks. */
export const wordsSchema = z
  .union([text, z.array(text)], { error: 'must be a command: a text, or a list of words' })
  .transform((given) => (typeof given === 'string' ? splitWords(given) : given));

/** What gatecrash.yaml says of any gateway that runs in a container of the user's own. */
export const containerShape = extendsShape.omit({ extends: true, files: true }).extend({
  files: z
    .record(z.string(), text, { error: 'must be a map: absolute path and content, or the ./path of a file' })
    .optional(),
  kind: text.describe('The built-in gateway that it is: what is known of that one holds for it.').optional(),
  logs: z.array(path).describe('Files that it logs to, besides its output.').optional(),
  certificates: z
    .array(path)
    .describe('Where certificates are made, with their keys, besides the paths in files.')
    .optional(),
  stop: z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGWINCH']).optional(),
});

/** A gateway that is an image, as it stands in gatecrash.yaml. */
const imageShape = containerShape.extend({
  image: z.string().regex(/^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@[\w:.+-]+)?$/, {
    error: 'must be the name of an image, such as my/edge:1.2',
  }),
  command: wordsSchema.describe("In place of the image's command.").optional(),
  entrypoint: wordsSchema.describe("In place of the image's entry point.").optional(),
});

/** A gateway that runs in a container of the user's own. */
export interface ImageConfig extends Omit<ExtendsConfig, 'base'> {
  /** The image's name. */
  readonly reference: string;
  readonly own: OwnImage;
  /** For people: `the image my/edge:1.2`. */
  readonly what: string;
  /** The built-in gateway that it is; null where nobody told. */
  readonly base: Gateway | null;
  readonly start: ImageStart;
  /** Lines of its file of hosts besides those of the upstreams. */
  readonly hosts: string;
  readonly logs: readonly string[];
  readonly certificates: readonly string[];
  readonly stop: NodeJS.Signals;
}

/** What `image` and `compose` have in common. */
export type ContainerPart = Omit<ImageConfig, 'reference' | 'own' | 'what' | 'start'>;

/** One gateway that is an image; undefined, with the problems noted, where it is none. */
export async function toImageConfig(value: unknown, context: ExtendsContext): Promise<ImageConfig | undefined> {
  const raw = context.report.check(imageShape, value, context.path);
  const part = await toContainerPart(value, raw, context);
  if (!raw || !part) return undefined;
  const { image, command, entrypoint } = raw;
  const texts = [...Object.values(part.env), ...(command ?? []), ...(entrypoint ?? [])];
  const sealed = Object.keys(part.files).length === 0;
  return {
    ...part,
    reference: image,
    own: {},
    what: `the image ${image}`,
    start: { command, entrypoint, texts: sealed ? null : texts },
  };
}

/** The common part; undefined, with the problems noted, where something is wrong with it. */
export async function toContainerPart(
  value: unknown,
  raw: z.infer<typeof containerShape> | undefined,
  context: ExtendsContext,
): Promise<ContainerPart | undefined> {
  const given = isMap(value) && isMap(value.files) ? value.files : {};
  const files = await givenFiles(given, { ...context, complain: misplacedFile });
  if (!raw) return undefined;
  const base = raw.kind === undefined ? null : baseOf(raw.kind, context);
  if (!raw.upstreams.app) missingApp(context.path, context.report);
  if (base === undefined || !raw.upstreams.app) return undefined;
  const { env = {}, listen, host = null, upstreams, routes = {}, timeouts = null, features = [] } = raw;
  const { logs = [], certificates = [], stop = 'SIGTERM' } = raw;
  const places = upstreams as ContainerPart['upstreams'];
  return {
    base,
    files,
    env,
    hosts: '',
    listen,
    host,
    upstreams: places,
    routes,
    timeouts,
    features,
    logs,
    certificates,
    stop,
  };
}

function baseOf(name: string, { builtIn, path, report }: ExtendsContext): Gateway | undefined {
  const base = builtIn.find((gateway) => gateway.name === name);
  if (base) return base;
  const names = builtIn.map((gateway) => gateway.name);
  const hint = didYouMean(name, names, 'built-in gateways');
  report.add([...path, 'kind'], { code: 'unknown-gateway', message: `there is no built-in gateway "${name}"`, hint });
  return undefined;
}
