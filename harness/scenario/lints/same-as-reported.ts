import type { Variant } from '../../core/scenario.ts';
import type { Lint, ReadScenario, Suspicion } from '../lint.ts';

/** Keys that tell where something stands, and not what it is. */
const WHERE: readonly string[] = ['place', 'places', 'path', 'label'];

/** A fix that plays what was reported once more mends nothing, and fails where the signature comes out. */
const sameAsReported: Lint = {
  code: 'same-as-reported',
  summary: 'The fix of an incident plays the same as the incident itself.',
  find: ({ scenario: { variants } }: ReadScenario): Suspicion[] => {
    const fixes = variants.filter(({ incident }) => incident?.part === 'fix');
    return fixes.flatMap((fix, index) => {
      const reported = variants[index];
      if (!reported || playedIn(reported) !== playedIn(fix)) return [];
      const message = 'the fix is the same as what was reported';
      const hint = 'say in `gateway`, `upstreams` or `steps` what is different with it';
      const row = Object.keys(fix.row).length > 0 ? index : null;
      return [{ path: ['fix'], row, at: 'key', message, hint }];
    });
  },
};

export default sameAsReported;

function playedIn({ settings, upstreams, steps }: Variant): string {
  const parts = { settings, upstreams, steps };
  return JSON.stringify(parts, (key, value: unknown) => (WHERE.includes(key) ? undefined : value));
}
