import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { findProgram } from '../../harness/core/find-program.ts';

/** Puts shell scripts on PATH, and nothing else, for the rest of a test. */
function onPath(t: Test, scripts: Readonly<Record<string, string>>): string {
  const folder = t.testdir();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const before = process.env.PATH;
  process.env.PATH = folder;
  t.teardown(() => {
    process.env.PATH = before;
  });
  return folder;
}

const QUERY = {
  names: ['gc-new-name', 'gc-old-name'],
  args: ['-v'],
  version: /version (\d[\d.]*)/,
  install: 'install the package gc',
};

t.test('a program on PATH is found under any of its names, with the version that it tells', async (t) => {
  const folder = onPath(t, { 'gc-old-name': 'echo "name version 1.2.3 of $1"' });
  t.strictSame(await findProgram(QUERY), { found: true, program: join(folder, 'gc-old-name'), version: '1.2.3' });
});

t.test('the version may come on stderr and with an exit code', async (t) => {
  onPath(t, { 'gc-new-name': 'echo version 4.5 >&2; exit 1' });
  t.match(await findProgram(QUERY), { found: true, version: '4.5' });
});

t.test('a missing program is a reason that says what to install', async (t) => {
  onPath(t, {});
  const reason = 'gc-new-name or gc-old-name is not on this machine; install the package gc';
  t.strictSame(await findProgram(QUERY), { found: false, reason });
});

t.test('a folder or a file that cannot be executed is no program', async (t) => {
  const folder = onPath(t, {});
  mkdirSync(join(folder, 'gc-new-name'));
  writeFileSync(join(folder, 'gc-old-name'), 'version 1.0');
  t.match(await findProgram(QUERY), { found: false, reason: /is not on this machine/ });
});

t.test('a program that says something else, or nothing in time, is a reason too', async (t) => {
  onPath(t, { 'gc-new-name': 'echo hello' });
  t.match(await findProgram(QUERY), { found: false, reason: /does not tell a version \(hello\)$/ });
  onPath(t, { 'gc-new-name': 'while :; do :; done' });
  t.match(await findProgram({ ...QUERY, patience: 200 }), { found: false, reason: /\(no answer in 200 ms\)$/ });
});

t.test('where none is installed the newest fetched version will do, of the gateway that is named', async (t) => {
  onPath(t, {});
  const cache = t.testdir();
  for (const version of ['4.9', '4.23', '4.23.x']) putFetched(join(cache, 'gatecrash/gateways/gc', version), version);
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = cache;
  t.teardown(() => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  });
  const program = join(cache, 'gatecrash/gateways/gc/4.23/gc-old-name');
  t.strictSame(await findProgram({ ...QUERY, fetched: 'gc' }), { found: true, program, version: '4.23' });
  t.match(await findProgram({ ...QUERY, fetched: 'other' }), { found: false }, 'no other gateway');
  t.match(await findProgram(QUERY), { found: false }, 'and only where that is asked for');
  const folder = onPath(t, { 'gc-old-name': 'echo version 1.2' });
  const installed = { found: true, program: join(folder, 'gc-old-name'), version: '1.2' };
  t.strictSame(await findProgram({ ...QUERY, fetched: 'gc' }), installed, 'what is installed goes before');
});

/** A version as the fetch leaves it; with an x the one that was never finished. */
function putFetched(folder: string, version: string): void {
  mkdirSync(folder, { recursive: true });
  const program = 'gc-old-name';
  writeFileSync(join(folder, program), `#!/bin/sh\necho version ${version}\n`);
  chmodSync(join(folder, program), 0o755);
  if (version.endsWith('x')) return;
  writeFileSync(join(folder, 'about.json'), JSON.stringify({ version, suite: 'sid', program }));
}
