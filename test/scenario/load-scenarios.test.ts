import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { loadScenarios } from '../../harness/scenario/load-scenarios.ts';
import { wholeCatalogue } from '../support/load-text.ts';

const GOOD = 'name: Fine\nupstreams: { app: healthy }\nsteps:\n  - request: GET /\n';

const { faults, expectations } = await wholeCatalogue();

/** A folder with these files, loaded from some of its paths. */
function load(t: Test, files: Readonly<Record<string, string | Buffer>>, paths: readonly string[]) {
  const root = t.testdir();
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return loadScenarios({ paths, root, faults, expectations });
}

t.test('a folder is searched to its bottom, and scenarios come sorted by id', async (t) => {
  const files = {
    'scenarios/b.yaml': GOOD,
    'scenarios/a/deep/er.yml': GOOD,
    'scenarios/a-first.yaml': GOOD,
    'scenarios/notes.txt': 'none',
    'scenarios/.hidden/x.yaml': 'none',
    'scenarios/node_modules/x.yaml': 'none',
    'scenarios/gatecrash.yaml': 'none',
  };
  const { scenarios, problems } = await load(t, files, ['scenarios']);
  t.same(problems, []);
  t.same(
    scenarios.map(({ id }) => id),
    ['a-first', 'a/deep/er', 'b'],
  );
  t.equal(scenarios[2]?.place.file, 'scenarios/b.yaml', 'places are relative to the working folder');
});

t.test('an id is the path below the nearest scenarios folder, else below the folder given', async (t) => {
  const files = { 'x/scenarios/y/scenarios/a/b.yaml': GOOD, 'other/c/d.yaml': GOOD };
  const idsOf = async (...paths: string[]) => (await load(t, files, paths)).scenarios.map(({ id }) => id);
  t.same(await idsOf('x'), ['a/b']);
  t.same(await idsOf('x/scenarios/y/scenarios/a/b.yaml'), ['a/b']);
  t.same(await idsOf('other'), ['c/d']);
  t.same(await idsOf('other/c/d.yaml'), ['d']);
});

t.test('a file is found by one of its lines, and taken once however often it is named', async (t) => {
  const files = { 'scenarios/a.yaml': GOOD, 'scenarios/odd:3': GOOD };
  const paths = ['scenarios/a.yaml:3', 'scenarios/a.yaml:3:7', 'scenarios/a.yaml', './scenarios', 'scenarios/odd:3'];
  const { scenarios, problems } = await load(t, files, paths);
  t.same(problems, []);
  t.same(
    scenarios.map(({ id }) => id),
    ['a', 'odd:3'],
  );
});

t.test('a linked file is read, and a link in a circle is not followed', async (t) => {
  const root = t.testdir({ scenarios: { 'a.yaml': GOOD } });
  symlinkSync('a.yaml', join(root, 'scenarios/b.yaml'));
  symlinkSync('..', join(root, 'scenarios/up'));
  const { scenarios, problems } = await loadScenarios({ paths: ['scenarios'], root, faults, expectations });
  t.same(problems, []);
  t.same(
    scenarios.map(({ id }) => id),
    ['a', 'b'],
  );
});

t.test('what is no scenario file is refused before it is read', async (t) => {
  const files = {
    'empty.yaml': '',
    'blank.yaml': ' \n\n',
    'nul.yaml': 'name: \0',
    'latin1.yaml': Buffer.from('name: caf\xe9', 'latin1'),
    'huge.yaml': `# ${'x'.repeat(10_000_000)}`,
    'folder/readme.md': 'nothing',
  };
  const paths = [
    'empty.yaml',
    'blank.yaml',
    'nul.yaml',
    'latin1.yaml',
    'huge.yaml',
    'folder',
    'gone.yaml',
    '/dev/null',
  ];
  const { scenarios, problems } = await load(t, files, paths);
  t.same(scenarios, []);
  t.same(
    problems.map(({ code, place }) => `${place?.file ?? '-'} ${code}`),
    [
      '- no-scenarios',
      '- missing-file',
      '/dev/null not-a-file',
      'blank.yaml empty-file',
      'empty.yaml empty-file',
      'huge.yaml too-large',
      'latin1.yaml binary-file',
      'nul.yaml binary-file',
    ],
  );
});

t.test('two files of one id are a problem, whatever is in them', async (t) => {
  const { problems } = await load(t, { 'scenarios/a.yaml': GOOD, 'scenarios/a.yml': GOOD }, ['scenarios']);
  t.match(problems, [
    { code: 'duplicate-id', message: /scenarios\/a\.ya?ml and scenarios\/a\.ya?ml both have the id "a"/ },
  ]);
});

t.test('a good scenario loads beside bad ones, and all problems of all files are told', async (t) => {
  const files = { 'scenarios/good.yaml': GOOD, 'scenarios/a.yaml': 'nam: x\nstep: []\n', 'scenarios/b.yaml': 'a: [' };
  const { scenarios, problems } = await load(t, files, ['scenarios']);
  t.same(
    scenarios.map(({ id }) => id),
    ['good'],
  );
  const counts = Object.groupBy(problems, ({ place }) => place?.file ?? '');
  t.ok((counts['scenarios/a.yaml']?.length ?? 0) >= 3, 'several in one file');
  t.equal(counts['scenarios/b.yaml']?.length, 1);
});

t.test('a file that begins with a byte order mark, or has CRLF line ends, is read as any other', async (t) => {
  const files = { 'scenarios/bom.yaml': `\uFEFF${GOOD}`, 'scenarios/crlf.yaml': GOOD.replaceAll('\n', '\r\n') };
  const { scenarios, problems } = await load(t, files, ['scenarios']);
  t.same(problems, []);
  t.equal(scenarios.length, 2);
  t.equal(scenarios[1]?.variants[0]?.steps[0]?.place.line, 4);
});

t.test('a thousand scenarios load in a moment', async (t) => {
  const files = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`scenarios/${index}.yaml`, GOOD]));
  const from = performance.now();
  const { scenarios } = await load(t, files, ['scenarios']);
  t.equal(scenarios.length, 1000);
  const ms = performance.now() - from;
  t.ok(ms < 5000, `${Math.round(ms)} ms; about 500 on a quiet machine`);
});
