import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openEngine } from '../../../harness/images/engine.ts';
import { ask } from '../../support/ask.ts';
import { CLI, gatecrash } from '../../support/cli.ts';
import { engineOrSkip } from '../../support/engine-or-skip.ts';
import { workFolder } from '../../support/work-folder.ts';

// When containers are used, and what a person sees of them.

t.setTimeout(120_000);

const SCENARIO = 'name: one\nupstreams: { app: empty-answer }\nsteps:\n  - request: GET /\n';
const skip = await engineOrSkip('upstream', 'sidecar', 'caddy', 'nginx');
const environment = () => {
  const { DOCKER_HOST, GATECRASH_IMAGES = '', TESTCONTAINERS_RYUK_DISABLED = '' } = process.env;
  return { GATECRASH_IMAGES, TESTCONTAINERS_RYUK_DISABLED, ...(DOCKER_HOST ? { DOCKER_HOST } : {}) };
};

t.test('a gateway that is not on this machine is found in its image, and that is said', { skip }, async (t) => {
  const cwd = await workFolder(t, { 'scenarios/one.yaml': SCENARIO });
  const env = { ...environment(), PATH: '/nowhere' };
  const { stdout, stderr, code } = await gatecrash(['run', '-g', 'caddy', '--reporter', 'line'], { cwd, env });
  t.equal(code, 0, stderr);
  t.match(stdout + stderr, /Caddy [\d.]+ runs in containers of the image gatecrash-built\/caddy:bookworm/);
  t.match(stdout, /1 (?:passed|deviates), 0 broken|1 passed, 0 failed/);
});

t.test('--runtime local leaves the engine alone', { skip }, async (t) => {
  const cwd = await workFolder(t, { 'scenarios/one.yaml': SCENARIO });
  const env = { ...environment(), PATH: '/nowhere' };
  const { stderr, code } = await gatecrash(['run', '-g', 'caddy', '--runtime', 'local'], { cwd, env });
  t.equal(code, 3);
  t.match(stderr, /Caddy was not found: caddy is not on this machine/);
  t.notMatch(stderr, /container/);
});

t.test('--keep leaves configs and logs behind, and says where', { skip }, async (t) => {
  const cwd = await workFolder(t, { 'scenarios/one.yaml': SCENARIO });
  const args = ['run', '-g', 'nginx', '--runtime', 'docker', '--keep', '--reporter', 'line'];
  const { stdout, stderr } = await gatecrash(args, { cwd, env: environment() });
  const folder = /configs and logs are in (\S+)/.exec(stdout + stderr)?.[1] ?? '';
  t.ok(existsSync(folder), folder);
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  t.match(readdirSync(folder), [/driver-1\.tar/]);
});

t.test('up opens the gateway to this machine alone', { skip }, async (t) => {
  const cwd = await workFolder(t, { 'scenarios/one.yaml': SCENARIO });
  const args = [CLI, 'up', join('scenarios', 'one.yaml'), '--gateway', 'nginx', '--runtime', 'docker'];
  const child = spawn(process.execPath, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let said = '';
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.includes('q  end')) break;
  }
  const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1]);
  t.match(await ask({ host: '127.0.0.1', port }, { path: '/' }), { status: 502 });
  const { docker } = await openEngine();
  const published = (await docker.listContainers())
    .filter(({ Labels }) => Labels['gatecrash.started-by']?.split(':')[1] === String(child.pid))
    .flatMap(({ Ports }) => Ports)
    .filter(({ PublicPort }) => PublicPort !== undefined);
  t.same(
    published.map(({ IP, PublicPort }) => `${IP}:${PublicPort}`),
    [`127.0.0.1:${port}`],
  );
  child.stdin.end('q\n');
  const [code] = await ended;
  t.equal(code, 0);
});
