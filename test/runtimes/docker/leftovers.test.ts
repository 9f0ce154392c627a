import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { type Engine, openEngine } from '../../../harness/images/engine.ts';
import { CLI, gatecrash } from '../../support/cli.ts';
import { engineOrSkip } from '../../support/engine-or-skip.ts';
import { workFolder } from '../../support/work-folder.ts';

// Whatever ends a run, nothing that it put into the engine outlives it, and nothing of anybody else's is touched.

t.setTimeout(180_000);

const SCENARIO = 'name: slow\nupstreams: { app: never-answers }\nsteps:\n  - request: GET /\n';
const skip = await engineOrSkip('upstream', 'sidecar', 'nginx');

interface Left {
  readonly running: number;
  /** Running or not. */
  readonly containers: number;
  readonly networks: number;
}

const NOTHING: Left = { running: 0, containers: 0, networks: 0 };

/** What one process has in the engine now. */
async function leftOf({ docker }: Engine, pid: number | undefined): Promise<Left> {
  const ours = ({ Labels }: { Labels?: Record<string, string> }) =>
    Labels?.['gatecrash.started-by']?.split(':')[1] === String(pid);
  const [containers, networks] = await Promise.all([docker.listContainers({ all: true }), docker.listNetworks()]);
  const running = containers.filter(ours).filter(({ State }) => State === 'running').length;
  return { running, containers: containers.filter(ours).length, networks: networks.filter(ours).length };
}

/** Starts a suite and waits until a gateway's container is there beside the three of the driver. */
async function startSuite(engine: Engine) {
  const cwd = await workFolder(t, { 'scenarios/slow.yaml': SCENARIO });
  const args = [
    CLI,
    'run',
    '-g',
    'nginx',
    '--runtime',
    'docker',
    '--reporter',
    'line',
    '--repeat-each',
    '20',
    '-j',
    '2',
  ];
  const env = { ...process.env, GATECRASH_REQUIRE: '' };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  while ((await leftOf(engine, child.pid)).running < 4 && child.exitCode === null) await pause(20);
  return { child, ended, cwd };
}

/** How many of each kind the engine has, of anybody's. Volumes bear no labels: those of a driver have no name either. */
async function countsOf({ docker }: Engine) {
  const [containers, networks, { Volumes }, images] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listImages(),
  ]);
  return { containers: containers.length, networks: networks.length, volumes: Volumes.length, images: images.length };
}

/** The engine removes what has ended by itself, and offers nothing to await it by from here. */
async function untilNoneRuns(engine: Engine, pid: number | undefined): Promise<Left> {
  const limit = Date.now() + 20_000;
  let left = await leftOf(engine, pid);
  while (left.running > 0 && Date.now() < limit) {
    await pause(20);
    left = await leftOf(engine, pid);
  }
  return left;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  t.test(`${signal} in mid-suite leaves no container and no network`, { skip }, async (t) => {
    const engine = await openEngine();
    const { child, ended } = await startSuite(engine);
    child.kill(signal);
    const [code] = await ended;
    t.equal(code, 130);
    t.same(await leftOf(engine, child.pid), NOTHING);
  });
}

t.test(
  'kill -9 leaves nothing running; the rest goes with the next clean, which spares what is not ours',
  { skip },
  async (t) => {
    const engine = await openEngine();
    const theirs = await engine.docker.createNetwork({
      Name: `theirs-${process.pid}`,
      Labels: { 'com.example': 'yes' },
    });
    t.teardown(async () => await theirs.remove());
    const before = await countsOf(engine);
    const { child, ended, cwd } = await startSuite(engine);
    child.kill('SIGKILL');
    await ended;
    t.match(await untilNoneRuns(engine, child.pid), { running: 0, networks: 1 });
    const { stdout } = await gatecrash(['clean'], { cwd });
    t.match(stdout, /removed network gatecrash-/);
    t.same(await leftOf(engine, child.pid), NOTHING);
    t.equal((await theirs.inspect()).Name, `theirs-${process.pid}`);
    t.same(await countsOf(engine), before, 'and no volume is left');
  },
);

t.test('run after run, the engine holds as much as before', { skip }, async (t) => {
  const engine = await openEngine();
  const cwd = await workFolder(t, { 'scenarios/fast.yaml': SCENARIO.replace('never-answers', 'empty-answer') });
  const args = ['run', '-g', 'nginx', '--runtime', 'docker', '--reporter', 'line'];
  const { GATECRASH_IMAGES = '', TESTCONTAINERS_RYUK_DISABLED = '' } = process.env;
  const before = await countsOf(engine);
  for (let times = 0; times < 5; times++) {
    const { code } = await gatecrash(args, { cwd, env: { GATECRASH_IMAGES, TESTCONTAINERS_RYUK_DISABLED } });
    t.equal(code, 0);
    t.same(await countsOf(engine), before);
  }
});
