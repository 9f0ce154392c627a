import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Problem } from '../core/problem.ts';
import { isMap } from './is-map.ts';
import type { Path } from './path.ts';
import { Report } from './report.ts';
import type { Source } from './source.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** `$$`, `${NAME}`, `${NAME:-otherwise}` and its kin, `$NAME`; what stands in braces may hold one more pair. */
const VARIABLE = /\$(?:\$|\{(\w+)(?:(:?[-+?])((?:[^{}]|\{[^{}]*\})*))?\}|(\w+))/g;

/**
 * The value of a compose file with its variables filled in, from the environment and the file `.env` of its folder (the
 * Compose specification, "Interpolation").
 */
export async function filledCompose(
  value: unknown,
  source: Source,
  folder: string,
): Promise<{ readonly value: unknown } | { readonly problems: readonly Problem[] }> {
  const report = new Report(source);
  if (isMap(value) && value.include !== undefined) {
    const hint = 'install docker compose, which reads them';
    report.add(['include'], { code: 'compose-include', message: 'other files are included', hint, at: 'key' });
  }
  const own = await readFile(join(folder, '.env'), 'utf8').catch(() => '');
  const filled = fill(value, [], { ...parseEnv(own), ...process.env }, report);
  return report.problems.length > 0 ? { problems: report.problems } : { value: filled };
}

function fill(value: unknown, path: Path, variables: Variables, report: Report): unknown {
  if (typeof value === 'string') return fillText(value, variables, (message) => missing(message, path, report));
  if (Array.isArray(value)) return value.map((item, index) => fill(item, [...path, index], variables, report));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, under]) => [key, fill(under, [...path, key], variables, report)]),
  );
}

function missing(message: string, path: Path, report: Report): string {
  report.add(path, { code: 'missing-variable', message });
  return '';
}

function fillText(text: string, variables: Variables, complain: (message: string) => string): string {
  return text.replaceAll(VARIABLE, (whole, braced?: string, how = '', otherwise = '', bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    const value = variables[name];
    // With a colon one that is empty counts as none.
    const isThere = how.startsWith(':') ? Boolean(value) : value !== undefined;
    if (how.endsWith('+')) return isThere ? fillText(otherwise, variables, complain) : '';
    if (isThere) return value ?? '';
    if (how.endsWith('-')) return fillText(otherwise, variables, complain);
    return how.endsWith('?') ? complain(`the variable ${name} is not set: ${otherwise}`) : '';
  });
}
