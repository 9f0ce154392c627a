import type { UpstreamState, Variant } from '../../core/scenario.ts';
import { happeningsOf, isHealthy, ledTo } from '../lint/happenings.ts';
import { type Lint, rowsOf, type Suspicion } from '../lint.ts';
import type { Path } from '../path.ts';

/** An upstream broken while nobody asks it shows nothing of the gateway. */
const unusedFault: Lint = {
  code: 'unused-fault',
  summary: 'No request is led to an upstream while it is broken.',
  find: ({ scenario }) =>
    rowsOf(scenario).flatMap(({ variant, row }) => unused(variant).map((suspicion) => ({ ...suspicion, row }))),
};

export default unusedFault;

interface Standing {
  readonly state: UpstreamState;
  readonly path: Path;
  readonly asked: boolean;
}

function unused(variant: Variant): Omit<Suspicion, 'row'>[] {
  const found: Omit<Suspicion, 'row'>[] = [];
  const pooled = new Set<string>();
  const standing = new Map<string, Standing>(
    Object.entries(variant.upstreams).map(([name, state]) => [
      name,
      { state, path: ['upstreams', name], asked: false },
    ]),
  );
  const over = (name: string): void => {
    const last = standing.get(name);
    // What befalls connections that lie in a pool is met there, though nobody asks meanwhile.
    if (!last || last.asked || isHealthy(last.state) || pooled.has(name)) return;
    found.push({ path: last.path, ...complaintOf(name, last.state) });
  };
  for (const happening of happeningsOf(variant.steps)) {
    if (happening.kind === 'set') {
      over(happening.upstream);
      standing.set(happening.upstream, { state: happening.state, path: happening.path, asked: false });
      continue;
    }
    for (const name of ledTo(happening.request, variant)) {
      const now = standing.get(name);
      if (now) standing.set(name, { ...now, asked: true });
      if (variant.settings.keepalive || variant.settings.http2) pooled.add(name);
    }
  }
  for (const name of standing.keys()) over(name);
  return found;
}

function complaintOf(name: string, { label }: UpstreamState): Pick<Suspicion, 'message' | 'hint'> {
  const target = name === 'other' ? '/other' : '/';
  return {
    message: `no request is led to ${name} while it is ${label}`,
    hint: `add \`- request: GET ${target}\` while it lasts, or make ${name} healthy`,
  };
}
