import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { matchesGolden } from '../support/golden.ts';
import { composeFiles } from './service-file.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/compose/', import.meta.url));

const gateways = (await loadFolder<Gateway>('gateways')).filter((gateway) => gateway.image);

for (const gateway of gateways) {
  t.test(`${gateway.title} is set up in compose as it sets itself up`, (t) => {
    for (const [file, text] of Object.entries(composeFiles(gateway))) {
      matchesGolden(t, `../../fixtures/compose/${file}`, text);
      t.notMatch(text, FOLDER.replace(/fixtures.*$/, ''), 'no path of this machine is in it');
    }
    t.end();
  });
}

t.test('there is nothing else in fixtures/compose', (t) => {
  const wanted = gateways.flatMap((gateway) => Object.keys(composeFiles(gateway)));
  const there = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(FOLDER.length).replace(/^\//, ''));
  t.same(there.sort(), wanted.sort());
  t.end();
});
