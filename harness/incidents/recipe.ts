import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Fault } from '../core/fault.ts';
import { packageFolder } from '../core/package-folder.ts';
import { fillIn, rowLabels } from '../scenario/matrix.ts';

/** A scenario of this package, as it stands in its file. */
export interface Recipe {
  readonly gateway?: unknown;
  readonly upstreams: Readonly<Record<string, unknown>>;
  readonly steps: readonly unknown[];
}

/** The scenario that the signature was recorded with, with its row filled in; null where it is not among ours any more. */
export function recipeOf(seenIn: string): Recipe | null {
  const [, id = '', row = ''] = /^([^[]+)(?:\[(.*)\])?$/.exec(seenIn) ?? [];
  try {
    const text = readFileSync(join(packageFolder(), 'scenarios', `${id}.yaml`), 'utf8');
    const { matrix, gateway, upstreams, steps } = Object(parse(text)) as Recipe & {
      readonly matrix?: readonly Readonly<Record<string, unknown>>[];
    };
    const wanted = (matrix ?? []).find((cells) => isRow(rowLabels(cells), row)) ?? {};
    const filled = fillIn({ gateway, upstreams, steps: withoutExpect(steps) }, wanted) as Recipe;
    return Object.keys(filled.upstreams ?? {}).length > 0 ? filled : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A case's id has as much of its row as tells it from the others. */
function isRow(labels: Readonly<Record<string, string>>, row: string): boolean {
  if (row === '') return true;
  return (
    Object.entries(labels).filter(([key, value]) => row.includes(`${key}=${value}`)).length >=
    row.split(/,(?=[\w-]+=)/).length
  );
}

/** What an author expected of a gateway is nothing that a log says; the catalogue judges. */
function withoutExpect(value: unknown): readonly unknown[] {
  const drop = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(drop);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(
      Object.entries(one)
        .filter(([key]) => key !== 'expect' && key !== 'per-gateway')
        .map(([key, inner]) => [key, drop(inner)]),
    );
  };
  return (Array.isArray(value) ? value : []).map(drop);
}

/** The fault alone, and one request. */
export function plainRecipe({ name, params, examples, group }: Fault): Recipe {
  const state = params.safeParse({}).success ? name : parse(examples[0] ?? name);
  const spoken = { tls: { tls: true }, 'http/2': { http2: true } }[group as string];
  return { ...(spoken && { gateway: spoken }), upstreams: { app: state }, steps: [{ request: 'GET /' }] };
}

/** Steps that are requests and nothing else on fresh ground: the one of the log takes their place. */
export function isPlain(steps: readonly unknown[]): boolean {
  const asks = (step: unknown) => /^[A-Z]+ \/(?!other)/.test(String((step as Record<string, unknown>)?.request ?? ''));
  const keys = new Set(['request', 'body']);
  const first = steps[0];
  // A first request that only warms a connection up is a part of the recipe.
  if (/\/(?:warm|first)\b/.test(String((first as Record<string, unknown>)?.request ?? ''))) return false;
  return steps.every((step) => asks(step) && Object.keys(Object(step)).every((key) => keys.has(key)));
}
