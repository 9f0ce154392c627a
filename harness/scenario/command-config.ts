import { basename, isAbsolute, normalize } from 'node:path';
import type { Timeouts } from '../core/evidence.ts';
import type { Feature } from '../core/gateway.ts';
import { commandGatewayShape, PLACE_KEYS } from './config-shape.ts';
import { checkGatewayPlaceholders } from './gateway-placeholder.ts';
import { givenFiles } from './given-files.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import type { Complaint, Report } from './report.ts';
import { splitWords } from './split-words.ts';

/** A gateway of the user's own that is started by a command. Texts hold placeholders, see gateway-placeholder.ts. */
export interface CommandConfig {
  /** The words of the command; the first is the program. */
  readonly command: readonly string[];
  /** Name of a file to write -> its content. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** What the gateway's configuration says: declared, never injected. */
  readonly timeouts: Timeouts;
  readonly features: readonly Feature[];
  readonly stop: NodeJS.Signals;
  /** The folder of gatecrash.yaml, where relative paths begin. */
  readonly folder: string;
}

/** Where a gateway stands in gatecrash.yaml. */
interface Context {
  readonly path: Path;
  readonly folder: string;
  readonly report: Report;
}

/** One gateway of gatecrash.yaml; undefined, with the problems noted, where it is none. */
export async function toCommandConfig(value: unknown, context: Context): Promise<CommandConfig | undefined> {
  const { path, folder, report } = context;
  if (saysNoWay(value, context)) return undefined;
  const raw = report.check(commandGatewayShape, value, path);
  if (!isMap(value) || value.command === undefined) return undefined;
  const files = await givenFiles(isMap(value.files) ? value.files : {}, { ...context, complain: misnamed });
  checkGatewayPlaceholders({ command: value.command, files, env: value.env }, path, report);
  if (!raw) return undefined;
  const command = typeof raw.command === 'string' ? splitWords(raw.command) : raw.command;
  const { env = {}, timeouts, features = [], stop = 'SIGTERM' } = raw;
  return { command, files, env, timeouts, features, stop, folder };
}

/** It says where the configuration points, and not what is run. */
function saysNoWay(value: unknown, { path, report }: Context): boolean {
  const place = isMap(value) ? Object.keys(value).find((key) => PLACE_KEYS.has(key)) : undefined;
  if (place === undefined || (isMap(value) && value.command !== undefined)) return false;
  const hint = 'say what is run: `extends: nginx`, `image: my/edge:1.2`, `compose: { file, service }`, or `url`';
  const message = `\`${place}\` is of a configuration that is run as it stands, and there is none`;
  report.add([...path, place], { code: 'missing-key', message, hint, at: 'key' });
  return true;
}

function misnamed(name: string): Complaint | undefined {
  if (!isAbsolute(name) && !normalize(name).startsWith('..') && basename(name) !== '') return undefined;
  return { code: 'wrong-name', message: `"${name}" is no file name within the gateway's folder`, at: 'key' };
}
