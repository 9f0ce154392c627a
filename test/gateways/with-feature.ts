import t, { type Test } from 'tap';
import type { Feature, Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';

/**
 * One test for each gateway that has the feature and is on this machine, given its program. The others are shown as
 * skipped, with the reason; those that are missing fail where GATECRASH_REQUIRE is `all`.
 */
export async function withFeature(
  feature: Feature,
  what: string,
  test: (t: Test, gateway: Gateway, program: string) => Promise<void>,
): Promise<void> {
  for (const gateway of await loadFolder<Gateway>('gateways')) {
    const name = `${gateway.title}: ${what}`;
    const found = await gateway.find();
    if (!gateway.features.includes(feature)) t.test(name, { skip: `it lacks the feature ${feature}` }, () => {});
    else if (found.found) t.test(name, async (t) => await test(t, gateway, found.program));
    else if (process.env.GATECRASH_REQUIRE === 'all') t.fail(found.reason);
    else t.test(name, { skip: found.reason }, () => {});
  }
}
