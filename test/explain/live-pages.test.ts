import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { explainOctets } from './explain-octets.ts';
import { PAGE_CAUSES } from './page-causes.ts';
import { wrongAbout } from './page-expectations.ts';
import { playPages } from './play-page.ts';

// What a page says must hold for the version that is here, and not only for the one that was recorded.
t.jobs = 4;
t.setTimeout(120_000);
for (const [index, gateway] of (await loadFolder<Gateway>('gateways')).entries()) {
  const found = await gateway.find();
  const missing = found.found ? false : found.reason;
  if (missing && process.env.GATECRASH_REQUIRE === 'all') t.fail(missing);

  t.test(`the error pages of ${gateway.title} are known for its own`, { skip: missing, timeout: 60_000 }, async (t) => {
    if (!found.found) return;
    for (const { cause, octets } of await playPages(gateway, { program: found.program, causes: PAGE_CAUSES, index })) {
      const explanation = explainOctets(octets);
      // Some pass on what others take for malformed.
      if (explanation.status === 200) continue;
      t.same(wrongAbout(gateway.name, cause, explanation), [], `${cause}: ${explanation.status}`);
    }
  });
}
