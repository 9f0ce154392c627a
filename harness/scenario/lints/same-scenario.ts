import type { Lint, ReadScenario } from '../lint.ts';

/** Keys that tell where something stands, and not what it is. */
const WHERE: readonly string[] = ['place', 'places', 'path', 'label', 'row'];

/** Two scenarios that do and expect the same cost twice the time and show it once. */
const sameScenario: Lint = {
  code: 'same-scenario',
  summary: 'A scenario has the same upstreams, steps and settings as another one.',
  find(read, all) {
    const like = all.filter((other) => outlineOf(other) === outlineOf(read));
    if (like.length < 2) return [];
    const first = like.find((other) => keyOf(other) === keyOf(read));
    if (!first || first === read) return [];
    const message = `plays and expects the same as ${first.source.file}`;
    const hint = 'delete one of the two, or say in it what is different';
    return [{ path: ['name'], row: null, at: 'key', message, hint }];
  },
};

export default sameScenario;

/** What scenarios that are the same have in common, and few others have; quick to compare. */
function outlineOf({ scenario: { variants } }: ReadScenario): string {
  const [first] = variants;
  const labels = Object.values(first?.upstreams ?? {}).map(({ label }) => label);
  return [variants.length, first?.gateway, ...labels, ...(first?.steps.map(({ kind }) => kind) ?? [])].join();
}

function keyOf({ scenario }: ReadScenario): string {
  const { variants, allow } = scenario;
  return JSON.stringify({ variants, allow }, (key, value: unknown) => (WHERE.includes(key) ? undefined : value));
}
