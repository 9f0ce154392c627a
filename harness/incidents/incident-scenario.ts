import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Diagnosis } from '../core/diagnosis.ts';
import type { Fault } from '../core/fault.ts';
import type { LogEntry } from '../core/log-entry.ts';
import { packageFolder } from '../core/package-folder.ts';
import { fillIn, rowLabels } from '../scenario/matrix.ts';

/** Methods whose requests have content. */
const WITH_CONTENT = /^(?:POST|PUT|PATCH)$/;
const METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
const MOST_OF_A_PATH = 200;

/** What a scenario is made of. */
export interface IncidentSource {
  readonly diagnosis: Diagnosis;
  /** The fault that is played. */
  readonly fault: Fault;
  /** The case in which its signature was recorded, `scenario-id[row]`; null where none was. */
  readonly seenIn: string | null;
  /** Where the log is from, as the person said it. */
  readonly log: string;
}

/** A scenario of this package, as it stands in its file. */
interface Recipe {
  readonly gateway?: unknown;
  readonly upstreams: Readonly<Record<string, unknown>>;
  readonly steps: readonly unknown[];
}

/** The request that met trouble, as a scenario can ask it: the method and the path of the log, without a query. */
export function requestOf(entries: readonly LogEntry[]): string {
  const named = entries.find(({ method, target }) => method !== null && target !== null);
  const method = METHOD.test(named?.method ?? '') ? named?.method : 'GET';
  const path = (named?.target ?? '/').replace(/^[a-z]{2,5}:\/\/[^/]*/, '').replace(/[?#].*$/, '');
  const plain = /^\/[\w./~%+-]*$/.test(path) && path.length <= MOST_OF_A_PATH ? path : '/';
  // The route of a second upstream, in gateways that the harness configures.
  return `${method} ${plain.startsWith('/other') ? `/app${plain}` : plain}`;
}

/** The text of a scenario that does to a gateway here what is suspected to have been done to the one that wrote the log. */
export function incidentScenario(source: IncidentSource): string {
  const { diagnosis, fault, seenIn, log } = source;
  const [first] = diagnosis.entries;
  const recipe = (seenIn && recipeOf(seenIn)) || plainRecipe(fault);
  const request = requestOf(diagnosis.entries);
  const steps = isPlain(recipe.steps)
    ? [askedBy(request)]
    : recipe.steps.map((step) => asked(step, request, recipe.steps));
  const document = {
    name: `${fault.name}, as in ${log}`,
    why: `${diagnosis.count} request${diagnosis.count === 1 ? '' : 's'} in ${log} met it, first in line ${first?.line ?? 1}. ${diagnosis.suspects[0]?.cause ?? fault.summary}`,
    tags: ['incident'],
    ...(recipe.gateway === undefined ? {} : { gateway: recipe.gateway }),
    upstreams: recipe.upstreams,
    steps,
  };
  const line = (first?.text ?? '').replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 400);
  return `# Made by \`gatecrash reproduce\` from this line:\n# ${line}\n${stringify(document, { lineWidth: 118 })}`;
}

/** The scenario that the signature was recorded with, with its row filled in; null where it is not among ours any more. */
function recipeOf(seenIn: string): Recipe | null {
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

function plainRecipe({ name, params, examples, group }: Fault): Recipe {
  const state = params.safeParse({}).success ? name : parse(examples[0] ?? name);
  const spoken = { tls: { tls: true }, 'http/2': { http2: true } }[group as string];
  return { ...(spoken && { gateway: spoken }), upstreams: { app: state }, steps: [{ request: 'GET /' }] };
}

/** Steps that are requests and nothing else on fresh ground: the one of the log takes their place. */
function isPlain(steps: readonly unknown[]): boolean {
  const asks = (step: unknown) => /^[A-Z]+ \/(?!other)/.test(String((step as Record<string, unknown>)?.request ?? ''));
  const keys = new Set(['request', 'body']);
  const first = steps[0];
  // A first request that only warms a connection up is a part of the recipe.
  if (/\/(?:warm|first)\b/.test(String((first as Record<string, unknown>)?.request ?? ''))) return false;
  return steps.every((step) => asks(step) && Object.keys(Object(step)).every((key) => keys.has(key)));
}

/** The last plain request of a recipe that leads to the faulty upstream is the one of the log. */
function asked(step: unknown, request: string, steps: readonly unknown[]): unknown {
  const last = steps.findLast((one) =>
    /^GET \/(?!other)/.test(String((one as Record<string, unknown>)?.request ?? '')),
  );
  return step === last ? { ...Object(step), ...askedBy(request) } : step;
}

function askedBy(request: string): Readonly<Record<string, string>> {
  return WITH_CONTENT.test(request.split(' ')[0] ?? '') ? { request, body: 'order=1' } : { request };
}
