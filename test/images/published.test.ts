import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import t from 'tap';
import { harnessFolder } from '../../harness/images/harness-folder.ts';
import { IMAGE_PROGRAMS } from '../../harness/images/image-programs.ts';
import { importClosure } from '../../harness/images/import-closure.ts';
import { workFolder } from '../support/work-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

t.test('images made from the published package hold the same as those made from a clone', async (t) => {
  const folder = await workFolder(t, {});
  const options = ['--noCheck', '--declaration', 'false', '--outDir', folder];
  await execa('tsc', ['-p', 'tsconfig.build.json', ...options], { cwd: ROOT, preferLocal: true });
  const published = { path: join(folder, 'harness'), extension: '.js' } as const;
  for (const [name, programs] of Object.entries(IMAGE_PROGRAMS)) {
    const clone = await importClosure(harnessFolder(), programs);
    const files = clone.files.map((file) => file.replace(/ts$/, 'js'));
    t.strictSame(await importClosure(published, programs), { ...clone, files }, name);
    t.ok(files.length > 2, `${files.length} files`);
  }
});
