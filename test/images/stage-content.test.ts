import { once } from 'node:events';
import { globSync, lstatSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import t from 'tap';
import { imageContent } from '../../harness/images/image-content.ts';
import { stageContent } from '../../harness/images/stage-content.ts';
import { workFolder } from '../support/work-folder.ts';

t.test('what goes into an image runs on a Node.js that knows no TypeScript', async (t) => {
  const folder = await workFolder(t, {});
  await stageContent(await imageContent('upstream'), folder);
  // As the Dockerfile puts it.
  await rename(join(folder, 'vendor', 'node_modules'), join(folder, 'node_modules'));
  const program = join(folder, 'harness', 'upstream', 'main.ts');
  const upstream = execa(process.execPath, ['--no-experimental-strip-types', program], { reject: false });
  const [line] = await once(createInterface({ input: upstream.stdout }), 'line');
  t.match(JSON.parse(String(line)), { control: /^127\.0\.0\.1:\d+$/ });
  upstream.stdin.end();
  t.equal((await upstream).exitCode, 0);
});

t.test('what no program reads stays out, and everybody may read the rest', async (t) => {
  const mask = process.umask(0o077);
  t.teardown(() => process.umask(mask));
  const folder = await workFolder(t, {});
  const { files, packages } = await imageContent('fastify-http-proxy');
  await stageContent(await imageContent('fastify-http-proxy'), folder);
  const staged = globSync('**/*', { cwd: folder }).map((path) => ({ path, stat: lstatSync(join(folder, path)) }));
  t.strictSame(
    staged.filter(({ path, stat }) => stat.isFile() && /\.(ts|map)$/.test(path)).map(({ path }) => path),
    [],
    'no types and no maps',
  );
  t.strictSame(
    staged.filter(({ stat }) => !stat.isSymbolicLink() && (stat.mode & 0o044) !== 0o044).map(({ path }) => path),
    [],
    'whatever the umask is',
  );
  t.equal(staged.filter(({ path, stat }) => stat.isFile() && path.startsWith('harness/')).length, files.length);
  for (const { place } of packages)
    t.ok(lstatSync(join(folder, 'vendor/node_modules', place, 'package.json')).isFile(), place);
});
