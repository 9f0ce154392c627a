import { ROUTES } from '../../core/gateway.ts';
import type { RequestSpec, Step, UpstreamState, Variant } from '../../core/scenario.ts';
import { pathOf } from '../lint.ts';
import type { Path } from '../path.ts';

/** One thing that the steps of a scenario do, in the order in which they do it. */
export type Happening =
  | {
      readonly kind: 'request';
      readonly path: Path;
      readonly request: RequestSpec;
      readonly times: number;
      /** The status that is waited for, where it is an `until`. */
      readonly until: number | null;
    }
  | { readonly kind: 'set'; readonly path: Path; readonly upstream: string; readonly state: UpstreamState };

/**
 * What happens in a scenario. A repeat is gone through twice, so that its end meets its beginning. What goes on at once is
 * told so that each request stands before and behind each change: nobody knows which is first.
 */
export function happeningsOf(steps: readonly Step[]): Happening[] {
  return steps.flatMap(inStep);
}

function inStep(step: Step): Happening[] {
  const path = pathOf(step);
  switch (step.kind) {
    case 'request':
      return [{ kind: 'request', path, request: step.request, times: step.times, until: null }];
    case 'until':
      return [{ kind: 'request', path: [...path, 'until'], request: step.request, times: 1, until: step.status }];
    case 'set':
      return setsIn(step.set, [...path, 'set']);
    case 'parallel':
      return atOnce(happeningsOf(step.branches));
    case 'repeat':
      return [step.steps, step.steps].flatMap(happeningsOf);
    case 'load': {
      const { request } = step.load;
      const one: Happening = { kind: 'request', path: [...path, 'load'], request, times: 1, until: null };
      return [one, ...step.during.flatMap(({ at, set }) => [...setsIn(set, [...path, 'during', `${at}ms`]), one])];
    }
    default:
      // What is done to the gateway, and who waits for whom, is neither a request nor a change of an upstream.
      return [];
  }
}

function setsIn(set: Readonly<Record<string, UpstreamState>>, path: Path): Happening[] {
  return Object.entries(set).map(([upstream, state]) => ({ kind: 'set', path: [...path, upstream], upstream, state }));
}

function atOnce(happenings: readonly Happening[]): Happening[] {
  const requests = happenings.filter(({ kind }) => kind === 'request');
  const sets = happenings.filter(({ kind }) => kind === 'set');
  return sets.length === 0 ? [...happenings] : [...requests, ...sets.flatMap((set) => [set, ...requests])];
}

/** The declared upstreams that a request may be led to: the route's own, and its replicas. */
export function ledTo({ target }: RequestSpec, { upstreams }: Variant): string[] {
  const pathname = target.replace(/^https?:\/\/[^/]*/, '') || '/';
  const upstream = ROUTES.find(({ prefix }) => pathname.startsWith(prefix))?.upstream ?? 'app';
  return Object.keys(upstreams).filter((name) => name === upstream || name.startsWith(`${upstream}-`));
}

/** Whether nothing is wrong with an upstream in this state. */
export function isHealthy({ fault, label }: UpstreamState): boolean {
  return fault === null && label === 'healthy';
}
