import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Gateway } from '../core/gateway.ts';
import type { Problem } from '../core/problem.ts';
import { type CommandConfig, toCommandConfig } from './command-config.ts';
import { toComposeConfig } from './compose-config.ts';
import { configShape } from './config-shape.ts';
import { type ExtendsConfig, toExtendsConfig } from './extends-config.ts';
import { shownPath } from './find-files.ts';
import { type ImageConfig, toImageConfig } from './image-config.ts';
import { isMap } from './is-map.ts';
import { parseSource } from './parse-source.ts';
import { readText } from './read-text.ts';
import { Report } from './report.ts';
import { toUrlConfig, type UrlConfig } from './url-config.ts';

/** What gatecrash.yaml says; no gateways where there is none. */
export interface Config {
  /** Those that are commands. */
  readonly gateways: Readonly<Record<string, CommandConfig>>;
  /** Those that are built-in gateways with a configuration. */
  readonly extended: Readonly<Record<string, ExtendsConfig>>;
  /** Those that are images, or services of a compose file. */
  readonly imaged: Readonly<Record<string, ImageConfig>>;
  /** Those that run already. */
  readonly running: Readonly<Record<string, UrlConfig>>;
  readonly problems: readonly Problem[];
}

/** Which file to load, and the gateways that there are already: whose names are taken, and which can be extended. */
export interface ConfigOptions {
  readonly file?: string | undefined;
  readonly cwd: string;
  readonly builtIn?: readonly Gateway[] | undefined;
}

const NONE = { gateways: {}, extended: {}, imaged: {}, running: {} };

/**
 * Loads the given file, or gatecrash.yaml of the working folder, or else the nearest one above it within the repository.
 * Whatever is wrong with it is a problem with its place; nothing is thrown.
 */
export async function loadConfig({ builtIn = [], ...options }: ConfigOptions): Promise<Config> {
  const file = options.file === undefined ? findConfig(options.cwd) : resolve(options.cwd, options.file);
  if (file === undefined) return { ...NONE, problems: [] };
  const shown = shownPath(file, options.cwd);
  const read = await readText(file, shown);
  if ('problem' in read) return { ...NONE, problems: [read.problem] };
  const parsed = parseSource(read.text, shown);
  if ('problems' in parsed) return { ...NONE, problems: parsed.problems };
  const report = new Report(parsed.source);
  const { value } = parsed.source;
  report.check(configShape, value, []);
  const declared = isMap(value) && isMap(value.gateways) ? value.gateways : {};
  const gateways: Record<string, CommandConfig> = {};
  const extended: Record<string, ExtendsConfig> = {};
  const imaged: Record<string, ImageConfig> = {};
  const running: Record<string, UrlConfig> = {};
  const elsewhere: Problem[] = [];
  for (const [name, given] of Object.entries(declared)) {
    checkName(name, builtIn, report);
    const context = { path: ['gateways', name], folder: dirname(file), report, builtIn };
    if (isMap(given) && given.extends !== undefined) {
      const gateway = await toExtendsConfig(given, context);
      if (gateway) extended[name] = gateway;
    } else if (isMap(given) && given.image !== undefined) {
      const gateway = await toImageConfig(given, context);
      if (gateway) imaged[name] = gateway;
    } else if (isMap(given) && given.compose !== undefined) {
      const note = (problems: readonly Problem[]): unknown => elsewhere.push(...problems);
      const gateway = await toComposeConfig(given, { ...context, cwd: options.cwd, note });
      if (gateway) imaged[name] = gateway;
    } else if (isMap(given) && given.url !== undefined) {
      const gateway = toUrlConfig(given, context);
      if (gateway) running[name] = gateway;
    } else {
      const gateway = await toCommandConfig(given, context);
      if (gateway) gateways[name] = gateway;
    }
  }
  return { gateways, extended, imaged, running, problems: [...report.problems, ...elsewhere] };
}

function findConfig(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const paths = ['gatecrash.yaml', 'gatecrash.yml'].map((name) => join(folder, name));
    const found = paths.find((path) => existsSync(path));
    if (found !== undefined) return found;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

function checkName(name: string, taken: readonly Gateway[], report: Report): void {
  const path = ['gateways', name];
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) {
    const message = `"${name}" is no name: small letters, digits and dashes`;
    report.add(path, { code: 'wrong-name', message, at: 'key' });
  }
  if (taken.some((gateway) => gateway.name === name)) {
    const hint = `call it my-${name}`;
    report.add(path, { code: 'name-taken', message: `a gateway "${name}" is built in`, hint, at: 'key' });
  }
}
