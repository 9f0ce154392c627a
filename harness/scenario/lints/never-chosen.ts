import { matchesPattern } from '../../core/matches-pattern.ts';
import type { RequestSelector } from '../../core/request-selector.ts';
import type { RequestSpec, UpstreamState, Variant } from '../../core/scenario.ts';
import { happeningsOf, ledTo } from '../lint/happenings.ts';
import { type Lint, rowsOf, type Suspicion } from '../lint.ts';
import type { Path } from '../path.ts';

/** A choice by method or path that no request of the scenario has; it would make every case broken. */
const neverChosen: Lint = {
  code: 'never-chosen',
  summary: 'An entry of `when` means no request that is led to its upstream while it holds.',
  find: ({ scenario }) =>
    rowsOf(scenario).flatMap(({ variant, row }) => unchosen(variant).map((suspicion) => ({ ...suspicion, row }))),
};

export default neverChosen;

interface Spell {
  readonly name: string;
  readonly state: UpstreamState;
  readonly path: Path;
  readonly requests: RequestSpec[];
}

function unchosen(variant: Variant): Omit<Suspicion, 'row'>[] {
  return spellsOf(variant).flatMap(({ name, state, path, requests }) => {
    const { effect } = state;
    const choices = effect.place === 'script' ? (effect.script.requests?.choices ?? []) : [];
    return choices.flatMap(({ when, script }, index) => {
      if (script.optional || requests.some((request) => mayMean(when, request))) return [];
      const words = [when.method, when.path].filter((word) => word !== undefined).join(' ');
      const message = `no request that is led to ${name} is one of \`${words || 'these'}\``;
      const asked = [...new Set(requests.map(({ method, target }) => `${method} ${target}`))].join(', ');
      const hint = asked === '' ? `no request is led to ${name} at all` : `it is asked for ${asked}`;
      return [{ path: [...path, 'when', index], message, hint }];
    });
  });
}

/** Each state of each upstream, with the requests that come to it meanwhile. */
function spellsOf(variant: Variant): Spell[] {
  const first = Object.entries(variant.upstreams).map(
    ([name, state]): Spell => ({ name, state, path: ['upstreams', name], requests: [] }),
  );
  const spells = [...first];
  for (const happening of happeningsOf(variant.steps)) {
    if (happening.kind === 'set')
      spells.push({ name: happening.upstream, state: happening.state, path: happening.path, requests: [] });
    else
      for (const name of ledTo(happening.request, variant))
        spells.findLast((spell) => spell.name === name)?.requests.push(happening.request);
  }
  return spells;
}

/** By method and path alone: header fields may be added and changed on the way. */
function mayMean({ method, path }: RequestSelector, request: RequestSpec): boolean {
  const [target = ''] = request.target.replace(/^https?:\/\/[^/]*/, '').split('?');
  return (method === undefined || method === request.method) && (path === undefined || matchesPattern(target, path));
}
