import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { packageFolder } from '../../../harness/core/package-folder.ts';
import { openEngine } from '../../../harness/images/engine.ts';
import { isLeftBehind } from '../../../harness/runtimes/docker/labels.ts';
import { type CliResult, gatecrash } from '../../support/cli.ts';
import { engineOrSkip } from '../../support/engine-or-skip.ts';
import { workFolder } from '../../support/work-folder.ts';

// Gateways of one's own as images and as services of a compose file, in containers.

t.setTimeout(600_000);

const skip = await engineOrSkip('upstream', 'sidecar', 'nginx');
const STOCK = readFileSync(join(packageFolder(), 'fixtures', 'own-configurations', 'nginx.conf'), 'utf8');
const IMAGE = 'gatecrash-built/nginx:bookworm';
const SCENARIOS = join(packageFolder(), 'scenarios');

interface CaseEnded {
  readonly type: string;
  readonly scenario: string;
  readonly gateway: string;
  readonly runtime: string;
  readonly result: string;
  readonly findings: readonly { readonly rule: string; readonly actual: string }[];
  readonly exchanges: readonly { readonly phase: string; readonly target: string; readonly status: number | null }[];
}

async function run(cwd: string, ...args: readonly string[]): Promise<CliResult> {
  const { DOCKER_HOST, GATECRASH_IMAGES = '', TESTCONTAINERS_RYUK_DISABLED = '' } = process.env;
  const env = { GATECRASH_IMAGES, TESTCONTAINERS_RYUK_DISABLED, ...(DOCKER_HOST ? { DOCKER_HOST } : {}) };
  return await gatecrash(['run', '--reporter', 'json', ...args], { cwd, env });
}

/** The cases that have ended, by scenario; all that the run said where there are none. */
function casesOf({ stdout, stderr }: CliResult, gateway: string): Map<string, CaseEnded> {
  const events = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as CaseEnded] : []));
  const ended = events.filter((event) => event.type === 'case-ended' && event.gateway === gateway);
  if (ended.length === 0) throw new Error(stdout + stderr);
  return new Map(ended.map((event) => [event.scenario, event]));
}

/** What a user would call the behaviour. */
function behaviour({ result, findings, exchanges }: CaseEnded) {
  const answers = exchanges.map(({ phase, target, status }) => `${phase} ${target} ${status}`);
  return { result, rules: findings.map(({ rule }) => rule).sort(), answers: answers.sort() };
}

/** Volumes that no container has. */
async function idleVolumes(): Promise<string[]> {
  const { Volumes } = await (await openEngine()).docker.listVolumes({ filters: { dangling: ['true'] } });
  return (Volumes ?? []).map(({ Name }) => Name);
}

const before = skip ? [] : await idleVolumes();

/** Containers and networks of runs that are over, and volumes that were not there before: what must not be left behind. */
async function leftovers(): Promise<string[]> {
  const { docker } = await openEngine();
  const filters = { label: ['gatecrash.run'] };
  const containers = await docker.listContainers({ all: true, filters });
  const networks = await docker.listNetworks({ filters });
  const ended = [...containers, ...networks].filter(({ Labels }) => isLeftBehind(Labels));
  const volumes = (await idleVolumes()).filter((name) => !before.includes(name));
  return [...ended.map(({ Id }) => Id), ...volumes];
}

const USUAL = `
    listen: 80
    upstreams: { app: app:3000 }
    timeouts: { connect: 2s, read: 2s }
    features: [run-time-dns]
`;

/** The name is asked for with each request. */
const BY_NAME = STOCK.replace('upstream app {', 'resolver 127.0.0.53 valid=1s;\n\tupstream nobody {')
  .replace('server app:3000;', 'server 127.0.0.1:1;')
  .replace('proxy_pass http://app;', 'set $app app;\n\t\t\tproxy_pass http://$app:3000;');

async function sameAsExtended(t: Test, conf: string, scenarios: readonly string[]): Promise<void> {
  const config = `gateways:
  image:
    image: ${IMAGE}
    kind: nginx
    command: [nginx, -g, daemon off;]
    files: { /etc/nginx/nginx.conf: ./nginx.conf }
    logs: [/var/log/nginx/error.log]${USUAL}  extended:
    extends: nginx
    files: { /etc/nginx/nginx.conf: ./nginx.conf }${USUAL}`;
  const cwd = await workFolder(t, { 'gatecrash.yaml': config, 'nginx.conf': conf });
  const paths = scenarios.map((path) => join(SCENARIOS, `${path}.yaml`));
  const done = await run(cwd, ...paths, '--gateway', 'image', '--gateway', 'extended', '--max-wait', '2s');
  const [image, extended] = [casesOf(done, 'image'), casesOf(done, 'extended')];
  t.same([...image.keys()].sort(), [...scenarios].sort());
  for (const [scenario, ended] of image) {
    t.notMatch(ended.result, /broken|skip/, scenario);
    const other = extended.get(scenario);
    t.same(behaviour(ended), other && behaviour(other), scenario);
  }
  t.same(await leftovers(), []);
}

t.test('a stock configuration does in an image what it does where it extends the built-in one', { skip }, async (t) => {
  await sameAsExtended(t, STOCK, [
    'body/cut-by-reset',
    'body/stalls',
    'connection/refused',
    'firewall/drop',
    'firewall/reset',
    'firewall/unreachable-route',
    'process/frozen',
    'process/killed-after-reading',
    'process/killed-before-reading',
  ]);
});

t.test('names that are asked for with each request are scripted in an image too', { skip }, async (t) => {
  await sameAsExtended(t, BY_NAME, ['dns/nxdomain', 'dns/servfail', 'body/cut-by-reset']);
});

const HEALTHY = `name: healthy
upstreams: { app: healthy }
steps:
  - request: GET /report
    expect: { status: 200, upstream.app: { requests: 1 } }
`;

const EXTENDED = ['haproxy', 'apache', 'traefik'];
const noImages = await engineOrSkip('upstream', 'sidecar', ...EXTENDED);

t.test('what extends a built-in gateway runs in the image of that one', { skip: noImages }, async (t) => {
  const cwd = await workFolder(t, { 'scenarios/healthy.yaml': HEALTHY });
  const config = join(packageFolder(), 'fixtures', 'own-configurations', 'gatecrash.yaml');
  const gateways = EXTENDED.flatMap((name) => ['--gateway', `stock-${name}`]);
  const done = await run(cwd, '--runtime', 'docker', '--config', config, ...gateways, '--max-wait', '5s');
  for (const name of EXTENDED)
    t.match(casesOf(done, `stock-${name}`).get('healthy'), { result: /pass|deviates/, runtime: 'docker' }, name);
});

t.test('a service of a compose file is the gateway, and its neighbours are ours', { skip }, async (t) => {
  const conf = `events {}
http {
  access_log off;
  server {
    listen 9000;
    resolver 127.0.0.11 valid=1s;
    location / { set $up backend; proxy_pass http://$up:9000; }
    location /auth { set $auth auth.internal; proxy_pass http://$auth:9000; }
    location /pay { proxy_pass http://10.9.8.7:9000; }
  }
}
`;
  const compose = `services:
  edge:
    image: ${IMAGE}
    command: nginx -c /conf/nginx.conf -g "daemon off; error_log /dev/stderr;"
    volumes: ["./conf:/conf:ro", "cache:/var/cache/nginx"]
    depends_on: [backend]
  backend:
    image: nowhere.invalid/app
volumes: { cache: }
`;
  const config = `gateways:
  edge:
    compose: { file: deploy/docker-compose.yml, service: edge }
    listen: 9000
    upstreams: { app: backend:9000 }
`;
  const strange = HEALTHY.replace('steps:\n', 'steps:\n  - request: GET /pay\n  - request: GET /auth\n');
  const cwd = await workFolder(t, {
    'gatecrash.yaml': config,
    'deploy/docker-compose.yml': compose,
    'deploy/conf/nginx.conf': conf,
    'scenarios/healthy.yaml': HEALTHY,
    'scenarios/strange.yaml': strange,
  });
  const done = await run(cwd, '--gateway', 'edge');
  const cases = casesOf(done, 'edge');
  t.equal(cases.get('healthy')?.result, 'pass');
  t.equal(cases.get('strange')?.result, 'broken');
  t.match(done.stdout, /edge asks for 10\.9\.8\.7:9000, auth\.internal, which gatecrash\.yaml does not declare/);
  t.same(await leftovers(), []);
});

t.test('TLS to clients, a host, routes, and an address in the configuration', { skip }, async (t) => {
  const conf = STOCK.replace(
    'listen 80 default_server;',
    'listen 8443 ssl; ssl_certificate /etc/ssl/edge/full.pem; ssl_certificate_key /etc/ssl/edge/key.pem;',
  )
    .replace('server_name _;', 'server_name www.example.test;')
    .replace('location / {', 'location /two/ { proxy_pass http://10.1.2.3:9000; }\n    location /api/ {');
  const config = `gateways:
  edge:
    image: ${IMAGE}
    command: [nginx, -g, daemon off;]
    files: { /etc/nginx/nginx.conf: ./nginx.conf }
    listen: https://8443
    host: www.example.test
    upstreams: { app: app:3000, other: 10.1.2.3:9000 }
    routes: { app: /api/, other: /two/ }
`;
  const two = 'name: two\nupstreams: { app: healthy, other: healthy }\nsteps:\n  - request: GET /other\n';
  const files = { 'scenarios/healthy.yaml': HEALTHY, 'scenarios/two.yaml': two };
  const cwd = await workFolder(t, { ...files, 'gatecrash.yaml': config, 'nginx.conf': conf });
  const done = await run(cwd, '--gateway', 'edge');
  const cases = casesOf(done, 'edge');
  t.equal(cases.get('healthy')?.result, 'pass');
  t.match(cases.get('two'), { result: 'pass', upstreams: { other: { attempts: [{ target: '/two/' }] } } });
});

t.test('a service that is to be built is built by Compose, once', { skip }, async (t) => {
  const compose = `services:
  edge:
    build: .
`;
  const dockerfile = `FROM ${IMAGE}
COPY nginx.conf /etc/nginx/nginx.conf
CMD ["nginx", "-g", "daemon off;"]
`;
  const config = `gateways:
  edge:
    compose: { file: ./docker-compose.yml, service: edge }
${USUAL.slice(1)}`;
  const cwd = await workFolder(t, {
    'gatecrash.yaml': config,
    'docker-compose.yml': compose,
    Dockerfile: dockerfile,
    'nginx.conf': STOCK,
    'scenarios/healthy.yaml': HEALTHY,
  });
  const done = await run(cwd, '--gateway', 'edge');
  if (/docker compose is not here/.test(done.stdout)) return t.plan(0, 'docker compose is not here');
  t.equal(casesOf(done, 'edge').get('healthy')?.result, 'pass', 'it serves');
  const [, made = ''] = /in containers of the image (work-folder-[\w-]+edge)/.exec(done.stdout) ?? [];
  t.not(made, '', 'it is told by the name that Compose gave it');
  await (await openEngine()).docker.getImage(made).remove({ force: true });
});

t.test('an image that cannot be had is told, and a local run says where it runs', { skip }, async (t) => {
  const config = `gateways:
  edge: { image: "nowhere.invalid/my/edge:1.2", listen: 80, upstreams: { app: app:3000 } }
`;
  const cwd = await workFolder(t, { 'gatecrash.yaml': config, 'scenarios/healthy.yaml': HEALTHY });
  const gone = await run(cwd, '--gateway', 'edge');
  t.equal(gone.code, 3);
  t.match(gone.stderr, /the image nowhere\.invalid\/my\/edge:1\.2 for edge is not here and cannot be pulled/);
  const here = await run(cwd, '--gateway', 'edge', '--runtime', 'local');
  t.equal(here.code, 3);
  t.match(here.stderr, /edge was not found: it is the image nowhere\.invalid\/my\/edge:1\.2, which runs in containers/);
});
