import { stringify } from 'yaml';
import type { Diagnosis } from '../core/diagnosis.ts';
import type { Fault } from '../core/fault.ts';
import type { LogEntry } from '../core/log-entry.ts';
import { isPlain, plainRecipe, recipeOf } from './recipe.ts';

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
  // A fault that needs neither pool nor cache strikes the first request: the one of the log will do.
  const alone = recipe.gateway === undefined && recipe.upstreams.app === fault.name;
  const steps =
    alone || isPlain(recipe.steps)
      ? [askedBy(request)]
      : recipe.steps.map((step) => asked(step, request, recipe.steps));
  const document = {
    name: `${fault.name}, as in ${log}`,
    why: `${diagnosis.count} request${diagnosis.count === 1 ? '' : 's'} in ${log} met it, first in line ${first?.line ?? 1}. ${diagnosis.suspects[0]?.cause ?? fault.summary}`,
    tags: ['incident'],
    ...(recipe.gateway === undefined ? {} : { gateway: recipe.gateway }),
    upstreams: alone ? { app: fault.name } : recipe.upstreams,
    steps,
  };
  const line = (first?.text ?? '').replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 400);
  return `# Made by \`gatecrash reproduce\` from this line:\n# ${line}\n${stringify(document, { lineWidth: 118 })}`;
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
