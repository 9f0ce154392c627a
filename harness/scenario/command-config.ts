import { basename, isAbsolute, join, normalize } from 'node:path';
import type { Timeouts } from '../core/evidence.ts';
import type { Feature } from '../core/gateway.ts';
import { commandGatewayShape, LATER_KEYS } from './config-shape.ts';
import { checkGatewayPlaceholders } from './gateway-placeholder.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import { readText } from './read-text.ts';
import type { Report } from './report.ts';

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
  if (hasLaterKey(value, context)) return undefined;
  const raw = report.check(commandGatewayShape, value, path);
  if (!isMap(value) || value.command === undefined) return undefined;
  const files = await readFiles(isMap(value.files) ? value.files : {}, context);
  checkGatewayPlaceholders({ command: value.command, files, env: value.env }, path, report);
  if (!raw) return undefined;
  const command = typeof raw.command === 'string' ? splitWords(raw.command) : raw.command;
  const { env = {}, timeouts, features = [], stop = 'SIGTERM' } = raw;
  return { command, files, env, timeouts, features, stop, folder };
}

function hasLaterKey(value: unknown, { path, report }: Context): boolean {
  const later = isMap(value) ? Object.keys(value).find((key) => LATER_KEYS.has(key)) : undefined;
  if (later === undefined) return false;
  const hint = 'give the command that starts the gateway, with ${listen} and ${upstreams.app} in it';
  const message = `\`${later}\` is not supported yet`;
  report.add([...path, later], { code: 'not-supported-yet', message, hint, at: 'key' });
  return true;
}

/** Contents stand as they are; a single line that begins with `./` or `../` is the path of a file to read. */
async function readFiles(
  files: Readonly<Record<string, unknown>>,
  { path, folder, report }: Context,
): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const [name, given] of Object.entries(files)) {
    if (typeof given !== 'string') continue;
    const at = [...path, 'files', name];
    if (isAbsolute(name) || normalize(name).startsWith('..') || basename(name) === '') {
      const message = `"${name}" is no file name within the gateway's folder`;
      report.add(at, { code: 'wrong-name', message, at: 'key' });
    }
    const read = /^\.\.?\/[^\n]*$/.test(given) ? await readText(join(folder, given), given) : { text: given };
    if ('text' in read) contents[name] = read.text;
    else if (read.problem.code === 'empty-file') contents[name] = '';
    else report.add(at, { code: read.problem.code, message: read.problem.message });
  }
  return contents;
}

/** Splits a command at blanks; quotes keep words together, and nothing else means anything. */
function splitWords(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|\S+/g)].map(([whole, double, single]) => double ?? single ?? whole);
}
