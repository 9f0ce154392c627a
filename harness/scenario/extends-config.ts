import { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import { durationSchema } from '../core/duration-schema.ts';
import type { Timeouts } from '../core/evidence.ts';
import type { Address, Feature, Gateway } from '../core/gateway.ts';
import { givenFiles } from './given-files.ts';
import { isMap } from './is-map.ts';
import { misplacedFile } from './misplaced-file.ts';
import { missingApp } from './missing-app.ts';
import type { Path } from './path.ts';
import { type Listen, listenSchema, upstreamPlaceSchema } from './place-schemas.ts';
import type { Report } from './report.ts';

const text = z.string({ error: 'must be text; put quotes round it' });
const prefix = z.string().regex(/^\/\S*$/, { error: 'must be a path that begins with /' });

/** A built-in gateway with a configuration of the user's own, as it stands in gatecrash.yaml. */
export const extendsShape = z.strictObject({
  extends: text.describe('The built-in gateway whose configuration it is.'),
  files: z.record(z.string(), text, { error: 'must be a map: absolute path and content, or the ./path of a file' }),
  env: z.record(z.string(), text, { error: 'must be a map: name and text' }).optional(),
  listen: listenSchema,
  host: text.describe('The Host that requests are for.').optional(),
  upstreams: z.partialRecord(z.enum(['app', 'other']), upstreamPlaceSchema),
  routes: z.partialRecord(z.enum(['app', 'other']), prefix).optional(),
  timeouts: z.strictObject({ connect: durationSchema, read: durationSchema }).optional(),
  features: z.array(z.enum(['keepalive', 'cache', 'run-time-dns'])).optional(),
});

/** A built-in gateway with a configuration of the user's own. */
export interface ExtendsConfig {
  readonly base: Gateway;
  /** Absolute path -> content. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly listen: Listen;
  readonly host: string | null;
  readonly upstreams: Readonly<Record<string, Address>>;
  /** Path prefix by upstream, where they are not the usual ones. */
  readonly routes: Readonly<Record<string, string>>;
  /** What the configuration says; null where nobody told. */
  readonly timeouts: Timeouts | null;
  readonly features: readonly Feature[];
}

/** Where a gateway stands in gatecrash.yaml, and what there is to extend. */
export interface ExtendsContext {
  readonly path: Path;
  readonly folder: string;
  readonly report: Report;
  readonly builtIn: readonly Gateway[];
}

/** One gateway that extends a built-in one; undefined, with the problems noted, where it is none. */
export async function toExtendsConfig(value: unknown, context: ExtendsContext): Promise<ExtendsConfig | undefined> {
  const { path, report } = context;
  const raw = report.check(extendsShape, value, path);
  const files = await givenFiles(isMap(value) && isMap(value.files) ? value.files : {}, {
    ...context,
    complain: misplacedFile,
  });
  if (!raw) return undefined;
  const base = baseOf(raw.extends, context);
  if (!raw.upstreams.app) missingApp(path, report);
  if (!base || !raw.upstreams.app) return undefined;
  const { env = {}, listen, host = null, upstreams, features = [], timeouts = null } = raw;
  return {
    base,
    files,
    env,
    listen,
    host,
    upstreams: upstreams as ExtendsConfig['upstreams'],
    routes: raw.routes ?? {},
    features,
    timeouts,
  };
}

function baseOf(name: string, { builtIn, path, report }: ExtendsContext): Gateway | undefined {
  const able = builtIn.filter(({ own }) => own !== undefined);
  const base = able.find((gateway) => gateway.name === name);
  if (base) return base;
  const names = able.map((gateway) => gateway.name);
  const known = builtIn.some((gateway) => gateway.name === name);
  const message = known
    ? `how "${name}" runs on a configuration of one's own is not known`
    : `there is no built-in gateway "${name}"`;
  report.add([...path, 'extends'], {
    code: 'unknown-gateway',
    message,
    hint: didYouMean(name, names, 'gateways that can be extended'),
  });
  return undefined;
}
