import type { UpstreamState, Variant } from '../../core/scenario.ts';
import { happeningsOf } from '../lint/happenings.ts';
import { type Lint, rowsOf, type Suspicion } from '../lint.ts';

/** A set that changes nothing: most often the wrong upstream, or a step that was copied. */
const sameState: Lint = {
  code: 'same-state',
  summary: 'A `set` puts an upstream into the state that it is in already.',
  find: ({ scenario }) =>
    rowsOf(scenario).flatMap(({ variant, row }) => idleSets(variant).map((suspicion) => ({ ...suspicion, row }))),
};

export default sameState;

function idleSets(variant: Variant): Omit<Suspicion, 'row'>[] {
  const states: Record<string, UpstreamState> = { ...variant.upstreams };
  const idle = new Map<string, Omit<Suspicion, 'row'>>();
  const changing = new Set<string>();
  for (const happening of happeningsOf(variant.steps)) {
    if (happening.kind !== 'set') continue;
    const { path, upstream, state } = happening;
    const before = states[upstream];
    const key = path.join('.');
    if (before && isSame(before, state)) {
      const message = `${upstream} is ${state.label} already: nothing changes here`;
      idle.set(key, { path, message, hint: 'take the step away, or set what was meant' });
    } else changing.add(key);
    states[upstream] = state;
  }
  return [...idle].filter(([key]) => !changing.has(key)).map(([, suspicion]) => suspicion);
}

function isSame(before: UpstreamState, after: UpstreamState): boolean {
  return !beginsAnew(after) && JSON.stringify(before.effect) === JSON.stringify(after.effect);
}

/** Whether it makes a difference to be put into this state again: its counts begin anew, or it strikes once. */
function beginsAnew({ effect }: UpstreamState): boolean {
  switch (effect.place) {
    case 'script':
      return effect.script.connections.length > 0 || effect.script.requests !== undefined;
    case 'process':
      return effect.when === 'on-request' || effect.restartAfter !== undefined;
    case 'network':
      return ['forgotten', 'cut-line', 'burst-loss'].includes(effect.trouble.kind);
    case 'dns':
      return true;
    default:
      return false;
  }
}
