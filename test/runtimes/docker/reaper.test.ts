import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { openEngine } from '../../../harness/images/engine.ts';
import { CLI } from '../../support/cli.ts';
import { engineOrSkip } from '../../support/engine-or-skip.ts';
import { workFolder } from '../../support/work-folder.ts';

// The image of testcontainers' own reaper cannot be had everywhere: a program that speaks its protocol stands in for it.

t.setTimeout(120_000);

const SCENARIO = 'name: slow\nupstreams: { app: never-answers }\nsteps:\n  - request: GET /\n';
const skip = await engineOrSkip('upstream', 'sidecar', 'nginx');

/** An image with the program in it, made of ours, which has Node. */
async function reaperImage(t: { teardown(action: () => unknown): void }): Promise<string> {
  const { docker } = await openEngine();
  const [sidecar] = await docker.listImages({ filters: JSON.stringify({ reference: ['gatecrash-built/sidecar'] }) });
  const context = await workFolder(t, {
    Dockerfile: `FROM ${sidecar?.RepoTags?.[0]}\nCOPY reaper.mjs /opt/\nCMD ["node", "/opt/reaper.mjs"]\n`,
    'reaper.mjs': readFileSync(new URL('./programs/reaper.mjs', import.meta.url), 'utf8'),
  });
  const name = `gatecrash-test-reaper:${process.pid}`;
  const built = await docker.buildImage({ context, src: ['Dockerfile', 'reaper.mjs'] }, { t: name });
  await text(built);
  t.teardown(async () => await docker.getImage(name).remove({ force: true }));
  return name;
}

t.test('where the reaper can be had, kill -9 leaves not even a network', { skip }, async (t) => {
  const { docker } = await openEngine();
  const cwd = await workFolder(t, { 'scenarios/slow.yaml': SCENARIO });
  const args = [CLI, 'run', '-g', 'nginx', '--runtime', 'docker', '--reporter', 'line', '--repeat-each', '20'];
  const RYUK_CONTAINER_IMAGE = await reaperImage(t);
  const env = { ...process.env, GATECRASH_REQUIRE: '', TESTCONTAINERS_RYUK_DISABLED: '', RYUK_CONTAINER_IMAGE };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const ours = ({ Labels }: { Labels?: Record<string, string> }) =>
    Labels?.['gatecrash.started-by']?.split(':')[1] === String(child.pid);
  const left = async () => {
    const [containers, networks] = await Promise.all([docker.listContainers({ all: true }), docker.listNetworks()]);
    return { containers: containers.filter(ours).length, networks: networks.filter(ours).length };
  };
  while ((await left()).containers < 4 && child.exitCode === null) await pause(20);
  t.match(await left(), { networks: 1 });
  child.kill('SIGKILL');
  await ended;
  const limit = Date.now() + 45_000;
  while ((await left()).networks > 0 && Date.now() < limit) await pause(20);
  t.same(await left(), { containers: 0, networks: 0 });
});
