import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { CLI, gatecrash } from '../support/cli.ts';
import { workFolder } from '../support/work-folder.ts';

// Whatever ends a run, nothing that it started outlives it. The runs get a temporary folder of their own, whose path in
// command lines and mounts tells their processes from all others.

const LINUX = process.platform === 'linux' ? false : 'reads /proc';
const SCENARIO = 'name: slow\nupstreams: { app: never-answers }\nsteps:\n  - request: GET /\n';

interface Suite {
  readonly temporary: string;
  readonly cwd: string;
  readonly child: ReturnType<typeof spawn>;
  readonly ended: Promise<unknown[]>;
}

/** Starts a suite and waits until a case is in its steps, with gateways and upstreams running. */
async function startSuite(t: { teardown(action: () => unknown): void }): Promise<Suite> {
  const cwd = await workFolder(
    t,
    Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`scenarios/slow-${index}.yaml`, SCENARIO])),
  );
  const temporary = join(cwd, 'tmp');
  await mkdir(temporary);
  const args = [CLI, 'run', '-g', 'reference', '-g', 'http-proxy', '--reporter', 'json=events.json', '-j', '4'];
  const env = { ...process.env, TMPDIR: temporary, GATECRASH_REQUIRE: '' };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  return { temporary, cwd, child, ended };
}

/** Processes whose command line names the run's temporary folder: workers, gateways and their programs. */
function survivors(suite: Suite): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readCommand(pid))
    .filter((command) => command.includes(suite.temporary) && !command.includes('harness/cli.ts'));
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** The kernel ends a killed tree by itself, with nothing to await: it is looked at again until it is gone. */
async function untilGone(suite: Suite): Promise<string[]> {
  const limit = Date.now() + 10_000;
  while (survivors(suite).length > 0 && Date.now() < limit) await new Promise((resume) => setTimeout(resume, 20));
  return survivors(suite);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  t.test(`${signal} in mid-suite ends the run in order, with its reports written`, { skip: LINUX }, async (t) => {
    const suite = await startSuite(t);
    t.ok(survivors(suite).length > 0, 'the suite has processes');
    suite.child.kill(signal);
    const [code] = await suite.ended;
    t.equal(code, 130);
    t.same(survivors(suite), [], 'no process is left');
    t.same(readdirSync(suite.temporary), [], 'no temporary folder is left');
    const last = readFileSync(join(suite.cwd, 'events.json'), 'utf8').trim().split('\n').at(-1) ?? '';
    t.match(JSON.parse(last), { type: 'run-ended' });
  });
}

t.test('kill -9 leaves no process, and the next `clean` removes the folder', { skip: LINUX }, async (t) => {
  const suite = await startSuite(t);
  suite.child.kill('SIGKILL');
  await suite.ended;
  t.same(await untilGone(suite), [], 'no process is left');
  t.equal(readdirSync(suite.temporary).length, 1, 'the folder is left');
  const clean = await gatecrash(['clean'], { cwd: suite.cwd, env: { TMPDIR: suite.temporary } });
  t.match(clean.stdout, /removed .*gatecrash-/);
  t.same(readdirSync(suite.temporary), []);
});
