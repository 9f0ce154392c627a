import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { dockerfilePath } from '../../harness/images/dockerfiles.ts';
import { harnessFolder } from '../../harness/images/harness-folder.ts';
import { imageContent } from '../../harness/images/image-content.ts';
import { IMAGE_PROGRAMS } from '../../harness/images/image-programs.ts';
import { importClosure, importsOf } from '../../harness/images/import-closure.ts';
import { workFolder } from '../support/work-folder.ts';
import '../support/seeded.ts';

const OURS = Object.keys(IMAGE_PROGRAMS);

t.test('an image holds its programs, all that they import, and no more', async (t) => {
  const { files, packages, programs } = await imageContent('upstream');
  const names = packages.map(({ place }) => place);
  t.ok(programs.includes('upstream/main.ts'));
  t.ok(programs.includes('faults/reset-mid-body.ts'), 'what is loaded by name counts as a program');
  t.ok(files.includes('upstream/wire.ts') && files.includes('core/registry.ts'), 'imports of imports are there');
  for (const folder of ['reporters/', 'rules/', 'gateways/', 'commands/']) {
    t.notOk(
      files.some((file) => file.startsWith(folder)),
      `nothing of ${folder}`,
    );
  }
  for (const name of ['dns-packet', '@leichtgewicht/ip-codec', 'zod']) t.ok(names.includes(name), name);
  for (const name of ['fastify', 'testcontainers', 'typescript']) t.notOk(names.includes(name), `no ${name}`);
});

t.test('a thread that a file starts goes into the image with it', async (t) => {
  const missing: string[] = [];
  for (const name of OURS) {
    const { files, harness } = await imageContent(name);
    for (const file of files) {
      const text = await readFile(join(harness.path, file), 'utf8');
      for (const [, thread = ''] of text.matchAll(/new Worker\(programPath\(import\.meta\.url, '([^']+)'/g)) {
        const path = join(dirname(file), `${thread}.ts`);
        if (!files.includes(path)) missing.push(`${name} lacks ${path}, which ${file} starts`);
      }
    }
  }
  t.strictSame(missing, []);
});

t.test('the reference gateway needs no package', async (t) => {
  t.strictSame((await imageContent('reference')).packages, []);
});

t.test('an import counts where it is there at run time', (t) => {
  const text = `import type { A } from './a.ts';
import { b, type B } from './b.ts';
import {
  c,
} from './c.ts';
export { d } from './d.ts';
export type { E } from './e.ts';
import './f.ts';
const g = await import('./g.ts');
export const from = 'none';
`;
  const found = ['./b.ts', './c.ts', './d.ts', './f.ts', './g.ts'];
  t.strictSame(importsOf(text), found);
  t.strictSame(importsOf(text.replaceAll("'", '"')), found, 'and as tsc writes it');
  t.end();
});

t.test('a program that is not there is found out', async (t) => {
  await t.rejects(importClosure(harnessFolder(), ['upstream/mane']), /no program upstream\/mane\.ts/);
  await t.rejects(imageContent('nginx'), /nginx is no image of ours/);
});

t.test('every image has a tag of its own, and the same tag again', async (t) => {
  const tags = await Promise.all(OURS.map(async (name) => (await imageContent(name)).tag));
  t.equal(new Set(tags).size, OURS.length);
  for (const tag of tags) t.match(tag, /^\d+\.\d+\.\d+-[0-9a-f]{12}$/);
  t.strictSame(await Promise.all(OURS.map(async (name) => (await imageContent(name)).tag)), tags);
});

t.test('the tag changes with every file that is copied, and with no other', async (t) => {
  const path = join(await workFolder(t, {}), 'harness');
  await cp(harnessFolder().path, path, { recursive: true });
  const tag = async (): Promise<string> => (await imageContent('reference', { path, extension: '.ts' })).tag;
  const before = await tag();
  const { files } = await imageContent('reference', { path, extension: '.ts' });
  const change = async (file: string, bytes: string): Promise<string> => {
    const text = await readFile(join(path, file));
    await appendFile(join(path, file), bytes);
    const after = await tag();
    await writeFile(join(path, file), text);
    return after;
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), fc.constantFrom(' ', '\n', '// x'), async (file, bytes) => {
      t.not(await change(file, bytes), before, file);
    }),
    { numRuns: 30 },
  );
  t.equal(await tag(), before, 'and back again');
  t.equal(await change('faults/garbage.ts', ' '), before, 'a fault is nothing to the reference gateway');
});

t.test('a Dockerfile copies what is laid out for it, and nothing else', async (t) => {
  for (const name of OURS) {
    const text = await readFile(dockerfilePath(name), 'utf8');
    // What the first stage has laid out is taken over whole.
    const sources = [...text.matchAll(/^COPY (?!--from=packages )(.+) \S+$/gm)].flatMap((match) =>
      (match[1] ?? '').split(' '),
    );
    const known = ['package.json', 'package-lock.jso[n]', 'vendo[r]', 'harness'];
    t.strictSame(
      sources.filter((source) => !known.includes(source)),
      [],
      name,
    );
    const start = /"(\/opt\/gatecrash\/[^"]+)"/.exec(text)?.[1];
    t.ok(start, `${name} starts a program`);
  }
});
