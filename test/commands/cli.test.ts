import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import t from 'tap';
import { CLI, gatecrash } from '../support/cli.ts';
import { matchesGolden } from '../support/golden.ts';

const cwd = t.testdir();

t.test('help begins with examples, lists every command and ends with the exit codes', async (t) => {
  const { stdout, stderr, code } = await gatecrash(['--help'], { cwd });
  t.match({ stderr, code }, { stderr: '', code: 0 });
  const order = ['Usage: gatecrash <command>', 'Examples:', 'Commands:', 'Options:', 'Exit codes:', '130  interrupted'];
  const places = order.map((word) => stdout.indexOf(word));
  t.same(
    places,
    [...places].sort((a, b) => a - b),
    'in this order',
  );
  t.notOk(places.includes(-1), 'all of them are there');
  for (const command of ['check', 'faults', 'gateways', 'init', 'list', 'new', 'rules', 'run', 'schema'])
    t.match(stdout, new RegExp(`gatecrash ${command}\\b`));
});

t.test('help comes at once: nothing heavy is loaded for it', async (t) => {
  const loaded = `--import=data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });`)}`;
  const { stderr } = await execa(process.execPath, [loaded, CLI, '--help'], { cwd });
  const packages = new Set([...stderr.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].map(([, name]) => name));
  t.ok(packages.has('yargs'));
  for (const heavy of ['zod', 'yaml', 'execa', '@babel/code-frame', 'xmlbuilder2', 'undici', 'fastify'])
    t.notOk(packages.has(heavy), `${heavy} is not loaded`);
});

t.test('the help of a command has its own examples and options', async (t) => {
  const { stdout, code } = await gatecrash(['list', '--help'], { cwd });
  t.equal(code, 0);
  matchesGolden(t, 'commands/list-help.txt', stdout);
});

t.test('the version is that of the package', async (t) => {
  const { stdout, code } = await gatecrash(['--version'], { cwd });
  t.equal(code, 0);
  t.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

t.test('bad usage is told in a sentence with what was meant, and exits with 2', async (t) => {
  const told: Record<string, string> = {};
  const lines = [
    [],
    ['chek'],
    ['frobnicate'],
    ['list', '--tga', 'x'],
    ['list', '--no-such-option'],
    ['list', '-q'],
    ['list', '--grep'],
    ['list', '--grep', '('],
    ['new'],
    ['new', 'a', 'b'],
    ['new', '../escape'],
    ['run', '--profile', 'strickt'],
    ['faults', 'reset-mid'],
    ['--no-colour', 'list'],
  ];
  await Promise.all(
    lines.map(async (args) => {
      const { stdout, stderr, code } = await gatecrash(args, { cwd });
      t.equal(code, 2, `exit code of ${args.join(' ')}`);
      t.equal(stdout, '', `nothing on stdout for ${args.join(' ')}`);
      told[args.join(' ')] = stderr;
    }),
  );
  const text = lines.map((args) => `$ ${['gatecrash', ...args].join(' ')}\n${told[args.join(' ')]}`).join('\n');
  matchesGolden(t, 'commands/bad-usage.txt', text);
});

t.test('a reader that goes away is no failure', async (t) => {
  const { stdout, stderr } = await execa({ shell: 'sh' })`${process.execPath} ${CLI} schema | head -n 1`;
  t.equal(stdout, '{');
  t.equal(stderr, '');
});

t.test('an unexpected exception is told in one line, and its stack only on demand', async (t) => {
  const url = fileURLToPath(new URL('../../harness/terminal/report-failure.ts', import.meta.url));
  const script = `const { reportFailure } = await import(${JSON.stringify(url)});
    process.exitCode = reportFailure(new TypeError('boom', { cause: new Error('the cause') }));`;
  const run = (env: Record<string, string>) =>
    execa(process.execPath, ['--input-type=module', '-e', script], { env, reject: false });
  const plain = await run({});
  t.equal(plain.exitCode, 3);
  t.match(plain.stderr, /^error: a defect of gatecrash itself: boom\n {2}hint: please report it/);
  t.notMatch(plain.stderr, /\n\s+at /);
  const debug = await run({ GATECRASH_DEBUG: '1' });
  t.match(debug.stderr, /TypeError: boom\n\s+at [\s\S]*caused by Error: the cause/);
});
