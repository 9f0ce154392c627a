import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { RawService } from './compose-service.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';

/** The environment of a service: its files of variables first, then its own. A name without a value has the one of here. */
export async function composeEnvironment(
  { environment, env_file: given = [] }: Pick<RawService, 'environment' | 'env_file'>,
  { folder, path, report }: { folder: string; path: Path; report: Report },
): Promise<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const one of [given].flat()) {
    const { path: file, required = true } = typeof one === 'string' ? { path: one } : one;
    const text = await readFile(resolve(folder, file), 'utf8').catch(() => null);
    if (text !== null) Object.assign(variables, parseEnv(text));
    else if (required) report.add([...path, 'env_file'], { code: 'missing-file', message: `there is no file ${file}` });
  }
  const pairs = Array.isArray(environment)
    ? environment.map((line) => /^([^=]*)(?:=([\s\S]*))?$/.exec(line)?.slice(1, 3) ?? [])
    : Object.entries(environment ?? {}).map(([name, value]) => [name, value ?? undefined]);
  for (const [name, value] of pairs) {
    const text = value === undefined ? process.env[String(name)] : String(value);
    if (text !== undefined) variables[String(name)] = text;
  }
  return variables;
}
