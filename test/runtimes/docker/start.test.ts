import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { openEngine } from '../../../harness/images/engine.ts';
import { type CliResult, gatecrash } from '../../support/cli.ts';
import { engineOrSkip } from '../../support/engine-or-skip.ts';
import { workFolder } from '../../support/work-folder.ts';

// What a person is told when a gateway's container does not come up.

t.setTimeout(120_000);

const SCENARIO = 'name: one\nupstreams: { app: healthy }\nsteps:\n  - request: GET /\n';
const skip = await engineOrSkip('upstream', 'sidecar', 'nginx', 'haproxy');

/** The image of nginx here after a shell command, run by a user; gone after the test. */
async function changedNginx(t: Test, command: string, user = 'root'): Promise<string> {
  const { docker } = await openEngine();
  const container = await docker.createContainer({
    Image: 'gatecrash-built/nginx:bookworm',
    Entrypoint: ['sh', '-c', command],
    Labels: { 'gatecrash.test': String(process.pid) },
  });
  await container.start();
  await container.wait();
  const repo = `gatecrash-test-${randomUUID()}`;
  await container.commit({ repo, tag: 'latest', changes: `USER ${user}` });
  await container.remove();
  t.teardown(async () => await docker.getImage(repo).remove({ force: true }));
  return `${repo}:latest`;
}

async function run(t: Test, ...args: readonly string[]): Promise<CliResult> {
  const cwd = await workFolder(t, { 'scenarios/one.yaml': SCENARIO });
  const { DOCKER_HOST, GATECRASH_IMAGES = '', TESTCONTAINERS_RYUK_DISABLED = '' } = process.env;
  const env = { GATECRASH_IMAGES, TESTCONTAINERS_RYUK_DISABLED, ...(DOCKER_HOST ? { DOCKER_HOST } : {}) };
  return await gatecrash(['run', '--runtime', 'docker', ...args], { cwd, env });
}

t.test('an image without the gateway is named, with the program that was looked for', { skip }, async (t) => {
  const { stderr, code } = await run(t, '-g', 'nginx', '--image', 'nginx=gatecrash-built/haproxy:bookworm');
  t.equal(code, 3);
  t.match(stderr, /nginx in a container: nginx -v cannot be run in the image gatecrash-built\/haproxy:bookworm/);
});

t.test('an image with a user of its own runs as that user', { skip }, async (t) => {
  const image = await changedNginx(t, 'true', '65534:65534');
  const { stdout, code } = await run(t, '-g', 'nginx', '--image', `nginx=${image}`, '--reporter', 'line');
  t.equal(code, 0);
  t.match(stdout, /1 passed/);
});

t.test('a gateway that ends at once is broken, with its exit and its last words', { skip }, async (t) => {
  const script = '#!/bin/sh\n[ "$1" = -v ] && exec /usr/sbin/nginx -v\necho no licence found\nexit 7\n';
  const image = await changedNginx(t, `printf '${script}' > /usr/local/bin/nginx; chmod +x /usr/local/bin/nginx`);
  const { stdout, code } = await run(t, '-g', 'nginx', '--image', `nginx=${image}`, '--reporter', 'line');
  t.equal(code, 3);
  t.match(stdout, /nginx did not start: it ended with exit code 7/);
  t.match(stdout, /no licence found/);
});

t.test('an image for a gateway that there is none of is bad usage', { skip }, async (t) => {
  const { stderr, code } = await run(t, '--image', 'ngnix=nginx:1.25');
  t.equal(code, 2);
  t.match(stderr, /there is no gateway "ngnix".*nginx/s);
});

t.test('without an engine the run says how to get one', async (t) => {
  const cwd = await workFolder(t, { 'scenarios/one.yaml': SCENARIO });
  const env = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
  const { stderr, code } = await gatecrash(['run', '--runtime', 'docker', '-g', 'nginx'], { cwd, env });
  t.equal(code, 3);
  t.match(stderr, /no container engine answers at DOCKER_HOST=tcp:\/\/127\.0\.0\.1:1/);
});
