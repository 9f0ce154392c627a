import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import t from 'tap';
import { ProblemError } from '../../harness/core/problem.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import type { Reporter, Screen } from '../../harness/core/reporter.ts';
import { openReporters } from '../../harness/open-reporters.ts';
import { parseReporterSpec } from '../../harness/reporter-spec.ts';
import { mixedRun } from '../support/run-events.ts';

const registry = await loadFolder<Reporter>('reporters');
const PLAIN: Screen = { tty: false, width: 100, colors: false };

/** Streams that keep what is written, and options made of them. */
function terminal(screen: Partial<Screen> = {}, env: Record<string, string> = {}, more: readonly Reporter[] = []) {
  const stdout = new PassThrough();
  const stderr = Object.assign(new PassThrough(), { isTTY: screen.tty === true });
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  const options = { screen: { ...PLAIN, ...screen }, env, stdout, stderr, registry: [...registry, ...more] };
  return { options, out: () => text(stdout), err: () => text(stderr) };
}

/** Runs the mixed run through reporters and gives both streams. */
async function runWith(names: readonly string[], ...facts: Parameters<typeof terminal>) {
  const { options, out, err } = terminal(...facts);
  const session = openReporters(names.map(parseReporterSpec), options);
  for (const event of mixedRun()) session.on(event);
  await session.close();
  return { out: out(), err: err(), failed: session.failed };
}

/** The problems that a choice of reporters is refused with. */
function refused(...names: string[]) {
  try {
    openReporters(names.map(parseReporterSpec), terminal().options);
  } catch (error) {
    if (error instanceof ProblemError) return { blame: error.blame, problems: error.problems };
    throw error;
  }
  return null;
}

const golden = (name: string) => readFileSync(new URL(`../golden/reporters/${name}`, import.meta.url), 'utf8');

t.test('NAME=FILE is split at the first equals sign', async (t) => {
  t.same(parseReporterSpec('tap'), { name: 'tap' });
  t.same(parseReporterSpec('junit=a=b.xml'), { name: 'junit', file: 'a=b.xml' });
});

t.test('without a terminal the default is list', async (t) => {
  t.equal((await runWith([])).out, golden('mixed.list.txt'));
});

t.test('on a terminal the default is line, with its live area on stderr', async (t) => {
  const { out, err } = await runWith([], { tty: true });
  t.notMatch(out, '✓ pass');
  t.match(err, '1/6 cases, 0 failed so far');
});

t.test('on GitHub Actions github is added to the default, once', async (t) => {
  const env = { GITHUB_ACTIONS: 'true' };
  t.match((await runWith([], {}, env)).out, /::error file=/);
  t.notMatch((await runWith(['tap'], {}, env)).out, /::error file=/);
  t.equal((await runWith(['list', 'github'], {}, env)).out.match(/^::error /gm)?.length, 2);
});

t.test('reporters that write to files leave the console its default', async (t) => {
  const folder = t.testdir({});
  const { out } = await runWith([`junit=${folder}/a/b/out.xml`, `tap=${folder}/out.tap`]);
  t.equal(out, golden('mixed.list.txt'));
  t.equal(readFileSync(join(folder, 'a/b/out.xml'), 'utf8'), golden('mixed.junit.txt'));
  t.equal(readFileSync(join(folder, 'out.tap'), 'utf8'), golden('mixed.tap.txt'));
});

t.test('a machine format has stdout for itself, and text for people goes to stderr', async (t) => {
  const { out, err } = await runWith(['list', 'json']);
  t.equal(out, golden('mixed.json.txt'));
  t.match(err, '✓ pass      crash/refused@nginx');
});

t.test('a machine format alone leaves stderr empty', async (t) => {
  t.same(await runWith(['json']), { out: golden('mixed.json.txt'), err: '', failed: false });
});

t.test('of two for people, only the last tells the totals', async (t) => {
  const { out } = await runWith(['list', 'table', 'github']);
  t.equal(out.match(/2 passed, 1 failed/g)?.length, 1);
  t.ok(out.indexOf('2 passed') > out.indexOf('scenario '), 'below the table');
});

t.test('a file is written for people without colours, however the screen is', async (t) => {
  const file = join(t.testdir({}), 'list.txt');
  await runWith(['line', `list=${file}`], { colors: true, tty: true });
  t.equal(readFileSync(file, 'utf8'), golden('mixed.list.txt'));
});

t.test('an unknown name is refused with the nearest one', async (t) => {
  t.match(refused('junitt'), {
    blame: 'usage',
    problems: [{ code: 'unknown-reporter', hint: 'did you mean "junit"?' }],
  });
  t.match(refused('xyzzy')?.problems[0]?.hint, /github, json, junit, line, list, signatures, table, tap/);
});

t.test('two machine formats on stdout, one file for two, and no file are refused, all at once', async (t) => {
  const codes = refused('json', 'tap', 'list=', 'nope', 'junit=x', 'table=./x')?.problems.map(({ code }) => code);
  t.same(codes?.sort(), ['reporter-file', 'reporter-file', 'two-reporters-on-stdout', 'unknown-reporter']);
});

t.test('a file that cannot be written is refused with its path', async (t) => {
  const folder = t.testdir({ 'a-file': '' });
  const path = join(folder, 'a-file', 'out.xml');
  t.match(refused(`junit=${path}`), { blame: 'usage', problems: [{ code: 'reporter-file', message: path }] });
  t.match(refused(`junit=${folder}`), { problems: [{ message: 'EISDIR' }] });
});

/** A reporter that throws at an event of this type, or when it is closed. */
function faulty(at: string): Reporter {
  const fail = () => {
    throw new Error(`no paper at ${at}`);
  };
  const open = () => ({
    on: ({ type }: { type: string }) => (type === at ? fail() : undefined),
    close: () => (at === 'close' ? fail() : undefined),
  });
  return { name: 'faulty', summary: 'Throws.', machine: false, totals: false, open };
}

for (const at of ['run-started', 'case-ended', 'notice', 'run-ended', 'close']) {
  t.test(`a reporter that throws at ${at} is told of once, and the others go on`, async (t) => {
    const { out, err, failed } = await runWith(['faulty', 'json'], {}, {}, [faulty(at)]);
    t.ok(failed);
    t.equal(err, `error: reporter faulty failed: no paper at ${at} (reporter-failed)\n`);
    const lines = out.split('\n').filter((line) => !line.includes('reporter-failed'));
    t.equal(lines.join('\n'), golden('mixed.json.txt'));
    const told = out.includes('reporter-failed');
    t.equal(told, at !== 'run-ended' && at !== 'close', 'as a notice to the others, unless the run has ended');
  });
}

t.test('where a reporter tells notices to people, a failure is not said twice', async (t) => {
  const { err } = await runWith(['faulty', 'list'], {}, {}, [faulty('case-started')]);
  t.equal(err.match(/no paper/g)?.length, 1);
});

t.test('a reader of stdout that went away is no failure', async (t) => {
  const { options, err } = terminal();
  const session = openReporters([{ name: 'list' }], options);
  options.stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  await new Promise((resolve) => options.stdout.once('close', resolve));
  for (const event of mixedRun()) session.on(event);
  await session.close();
  t.notOk(session.failed);
  t.notMatch(err(), 'EPIPE');
});

t.test('any other error of stdout makes the run fail', async (t) => {
  const { options, err } = terminal();
  const session = openReporters([{ name: 'list' }], options);
  options.stdout.destroy(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
  await new Promise((resolve) => options.stdout.once('close', resolve));
  await session.close();
  t.ok(session.failed);
  t.match(err(), 'the console failed: no space left on device');
});
