import type { UpstreamState, Variant } from '../../core/scenario.ts';
import { type Happening, happeningsOf, isHealthy, ledTo } from '../lint/happenings.ts';
import { type Lint, rowsOf, type Suspicion } from '../lint.ts';

/** Server errors (RFC 9110 section 15.6) begin here. */
const SERVER_ERROR = 500;

/** An `until` that waits for an error of upstreams that are well waits in vain. */
const neverMet: Lint = {
  code: 'never-met',
  summary: 'An `until` waits for a status that the upstreams of its route, all healthy, never give.',
  find: ({ scenario }) =>
    rowsOf(scenario).flatMap(({ variant, row }) => vain(variant).map((suspicion) => ({ ...suspicion, row }))),
};

export default neverMet;

function vain(variant: Variant): Omit<Suspicion, 'row'>[] {
  const states: Record<string, UpstreamState> = { ...variant.upstreams };
  const found: Omit<Suspicion, 'row'>[] = [];
  for (const happening of happeningsOf(variant.steps)) {
    if (happening.kind === 'set') states[happening.upstream] = happening.state;
    else if (isVain(happening, variant, states))
      found.push({
        path: [...happening.path, 'status'],
        message: `${happening.until} never comes: ${ledTo(happening.request, variant).join(', ')} is healthy by now`,
        hint: 'put the `until` before the `set` that heals it, or wait for another status',
      });
  }
  return found;
}

function isVain(
  { until, request }: Extract<Happening, { kind: 'request' }>,
  variant: Variant,
  states: Readonly<Record<string, UpstreamState>>,
): boolean {
  if (until === null || until < SERVER_ERROR) return false;
  return ledTo(request, variant).every((name) => states[name] && isHealthy(states[name]));
}
