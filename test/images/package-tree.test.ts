import { join } from 'node:path';
import t from 'tap';
import { packageTree } from '../../harness/images/package-tree.ts';
import { workFolder } from '../support/work-folder.ts';
import { problemsOf } from './problems-of.ts';

const manifest = (version: string, dependencies = {}, more = {}): string =>
  JSON.stringify({ version, dependencies, ...more });

t.test('a package comes with all that it depends on, two versions of one side by side', async (t) => {
  const folder = await workFolder(t, {
    'node_modules/a/package.json': manifest('1.0.0', { b: '2', c: '1' }),
    'node_modules/b/package.json': manifest('1.0.0'),
    'node_modules/a/node_modules/b/package.json': manifest('2.0.0', { '@s/d': '1' }),
    'node_modules/c/package.json': manifest('1.0.0', { b: '1', a: '1' }),
    'node_modules/@s/d/package.json': manifest('3.0.0'),
    'node_modules/unused/package.json': manifest('1.0.0'),
  });
  const tree = await packageTree(['a', 'b'], folder);
  t.strictSame(
    tree.map(({ place, version }) => `${place} ${version}`),
    ['@s/d 3.0.0', 'a 1.0.0', 'a/node_modules/b 2.0.0', 'b 1.0.0', 'c 1.0.0'],
  );
});

t.test('packages may lie above the folder, as they do beside an installed gatecrash', async (t) => {
  const folder = await workFolder(t, {
    'node_modules/gatecrash/package.json': manifest('1.0.0'),
    'node_modules/a/package.json': manifest('1.2.3'),
  });
  const [found] = await packageTree(['a'], join(folder, 'node_modules', 'gatecrash'));
  t.equal(found?.version, '1.2.3');
});

t.test('what is optional stays out', async (t) => {
  const folder = await workFolder(t, {
    'node_modules/a/package.json': manifest('1.0.0', { native: '1' }, { optionalDependencies: { native: '1' } }),
  });
  t.strictSame(
    (await packageTree(['a'], folder)).map(({ place }) => place),
    ['a'],
  );
});

t.test('a package that is not installed is a problem with a way out', async (t) => {
  t.match(await problemsOf(packageTree(['no-such-package'], await workFolder(t, {}))), [
    { code: 'package-missing', message: /no-such-package/, hint: /npm ci/ },
  ]);
});
