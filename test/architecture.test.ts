import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const HARNESS = fileURLToPath(new URL('../harness/', import.meta.url));

/** The parts of harness/ and what each may import. Plug-ins know core alone, never each other; core knows nothing. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  faults: ['core'],
  rules: ['core'],
  expectations: ['core'],
  gateways: ['core'],
  reporters: ['core', 'terminal'],
  dialects: ['core'],
  client: ['core'],
  upstream: ['core'],
  network: ['core'],
  sidecar: ['core', 'network'],
  images: ['core'],
  fetched: ['core'],
  containers: ['core', 'upstream', 'sidecar', 'images', 'runtimes'],
  scenario: ['core'],
  play: ['core', 'client'],
  'play.ts': ['core', 'client', 'play'],
  judge: ['core', 'client'],
  'judge.ts': ['core', 'judge'],
  'deviations.ts': ['core', 'scenario', 'judge'],
  'plan.ts': ['core'],
  runtimes: ['core', 'client', 'upstream', 'network', 'sidecar', 'images', 'play', 'play.ts'],
  terminal: ['core', 'scenario'],
  'run.ts': ['core', 'run'],
  'reporter-spec.ts': ['core', 'scenario'],
  'reporter-sinks.ts': ['core', 'terminal', 'reporter-spec.ts'],
  'open-reporters.ts': ['core', 'terminal', 'reporter-sinks.ts', 'reporter-spec.ts'],
  run: [
    'core',
    'fetched',
    'images',
    'scenario',
    'runtimes',
    'terminal',
    'run.ts',
    'plan.ts',
    'judge.ts',
    'deviations.ts',
    'open-reporters.ts',
    'reporter-spec.ts',
  ],
  up: ['core', 'client', 'scenario', 'upstream', 'runtimes', 'play', 'plan.ts', 'run', 'terminal'],
  diff: ['core', 'scenario', 'run', 'run.ts', 'judge.ts', 'deviations.ts', 'images', 'terminal'],
  atlas: ['core', 'terminal'],
  explain: ['core', 'scenario', 'terminal'],
  incidents: ['core', 'atlas', 'scenario', 'run', 'run.ts', 'judge.ts', 'deviations.ts', 'images', 'terminal'],
  commands: [
    'core',
    'atlas',
    'fetched',
    'scenario',
    'run',
    'up',
    'diff',
    'explain',
    'incidents',
    'runtimes',
    'images',
    'terminal',
  ],
  'cli.ts': ['core', 'terminal'],
};

/** Programs that plug-ins start, which import nothing of the other programs. */
function partOf(file: string): string {
  return relative(HARNESS, file).split('/')[0] ?? '';
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers.map((specifier) => join(dirname(file), specifier));
}

function violations(files: readonly string[], imports: (file: string) => string[]): string[] {
  return files.flatMap((file) => {
    const part = partOf(file);
    const allowed = MAY_IMPORT[part];
    if (!allowed) return [`${relative(HARNESS, file)}: ${part} is on no list`];
    return imports(file)
      .filter((imported) => partOf(imported) !== part && !allowed.includes(partOf(imported)))
      .map((imported) => `${relative(HARNESS, file)} imports ${relative(HARNESS, imported)}`);
  });
}

const FILES = globSync('**/*.ts', { cwd: HARNESS }).map((file) => join(HARNESS, file));

t.test('dependencies run one way', (t) => {
  t.ok(FILES.length > 100, 'the sources are read');
  t.same(violations(FILES, importsOf), []);
  t.end();
});

t.test('an import against the direction is found', (t) => {
  const found = violations([join(HARNESS, 'faults/garbage.ts')], () => [join(HARNESS, 'gateways/nginx.ts')]);
  t.same(found, ['faults/garbage.ts imports gateways/nginx.ts']);
  t.end();
});

t.test('plug-ins of one folder do not import each other', (t) => {
  const folders = [
    'faults',
    'rules',
    'expectations',
    'gateways',
    'reporters',
    'dialects',
    'explain/makers',
    'explain/fields',
  ];
  const plugins = FILES.filter((file) => folders.includes(relative(HARNESS, dirname(file))));
  const siblings = plugins.flatMap((file) =>
    importsOf(file)
      .filter((imported) => dirname(imported) === dirname(file))
      .map((imported) => `${relative(HARNESS, file)} imports ${relative(HARNESS, imported)}`),
  );
  t.same(siblings, []);
  t.end();
});

/** The imports that are there at run time before anything is called: `import('…')` and `import type` are none. */
function loadsAtOnce(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from '([^']+)'/gm)]
    .filter(([statement]) => !/^(?:import|export) \{(?: type [^,}]+,?)+ \} from/.test(statement))
    .map((match) => match[1] ?? '');
}

/** Files that have testcontainers loaded as soon as they are, by themselves or through others. */
function loadersOf(specifier: string): Set<string> {
  const loaders = new Set(FILES.filter((file) => loadsAtOnce(file).includes(specifier)));
  for (let size = 0; size < loaders.size; ) {
    size = loaders.size;
    for (const file of FILES) {
      const imports = loadsAtOnce(file).filter((one) => one.startsWith('.'));
      if (imports.some((one) => loaders.has(join(dirname(file), one)))) loaders.add(file);
    }
  }
  return loaders;
}

t.test('testcontainers is loaded only when containers are wanted', (t) => {
  const loaders = [...loadersOf('testcontainers')].map((file) => relative(HARNESS, file));
  t.ok(loaders.includes('runtimes/docker.ts'), 'the Docker runtime stands on it');
  const elsewhere = loaders.filter((file) => !/^(?:runtimes\/docker|containers\/|images\/)/.test(file));
  t.same(elsewhere, []);
  t.end();
});

t.test('no file is longer than 300 lines, and half of them are shorter than 80', (t) => {
  const lengths = FILES.map((file) => readFileSync(file, 'utf8').split('\n').length).sort((a, b) => a - b);
  t.ok((lengths.at(-1) ?? 0) <= 300, `the longest has ${lengths.at(-1)} lines`);
  t.ok((lengths[Math.floor(lengths.length / 2)] ?? 0) < 80, `the median is ${lengths[Math.floor(lengths.length / 2)]}`);
  t.end();
});
