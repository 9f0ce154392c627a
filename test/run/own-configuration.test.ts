import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { findProgram } from '../../harness/core/find-program.ts';
import { packageFolder } from '../../harness/core/package-folder.ts';
import { gatecrash } from '../support/cli.ts';
import { sandboxOrSkip } from '../support/in-sandbox.ts';
import { workFolder } from '../support/work-folder.ts';

t.setTimeout(300_000);

const { skip: noSandbox } = await sandboxOrSkip();
const STOCK = join(packageFolder(), 'fixtures', 'own-configurations');

/** The reason why a gateway cannot be played here; under GATECRASH_REQUIRE=all there is none. */
async function missing(...names: string[]): Promise<string | false> {
  if (noSandbox !== false) return noSandbox;
  const found = await findProgram({ names, args: ['-v'], version: /()/, fetched: names[0], install: 'install it' });
  return found.found || process.env.GATECRASH_REQUIRE === 'all' ? false : found.reason;
}

const HEALTHY = `name: healthy
upstreams: { app: healthy }
steps:
  - request: GET /report
    expect: { status: 200, upstream.app: { requests: 1 } }
`;
const BROKEN = `name: broken
upstreams: { app: { fault: reset-mid-body, after: 512B, length: 4KiB } }
steps:
  - request: GET /report
    expect: { body: truncated }
`;
const TWO = 'name: two\nupstreams: { app: healthy, other: healthy }\nsteps:\n  - request: GET /other\n';
const SCENARIOS = { 'scenarios/healthy.yaml': HEALTHY, 'scenarios/broken.yaml': BROKEN, 'scenarios/two.yaml': TWO };

for (const [name, ...programs] of [
  ['nginx', 'nginx'],
  ['haproxy', 'haproxy'],
  ['caddy', 'caddy'],
  ['apache', 'apache2', 'httpd'],
  ['envoy', 'envoy'],
  ['traefik', 'traefik'],
  ['varnish', 'varnishd'],
  ['lighttpd', 'lighttpd'],
  ['h2o', 'h2o'],
  ['nghttpx', 'nghttpx'],
  ['pound', 'pound'],
  ['trafficserver', 'traffic_server'],
] as const) {
  t.test(`a stock configuration of ${name} is run as it stands`, { skip: await missing(...programs) }, async (t) => {
    const cwd = await workFolder(t, SCENARIOS);
    const config = join(STOCK, 'gatecrash.yaml');
    const run = await gatecrash(['run', '--config', config, '--gateway', `stock-${name}`, '--max-wait', '5s'], { cwd });
    t.match(run.stdout, new RegExp(`(pass|deviates) +healthy@stock-${name}`), run.stdout + run.stderr);
    t.match(run.stdout, new RegExp(`(pass|deviates) +broken@stock-${name}`));
    t.match(run.stdout, new RegExp(`skip +two@stock-${name}[^\\n]+has no upstream "other"`));
  });
}

t.test(
  'routes, a host, a port that the upstream has too, and an address in the configuration',
  { skip: await missing('nginx') },
  async (t) => {
    const nginx = readFileSync(join(STOCK, 'nginx.conf'), 'utf8')
      .replace('server app:3000;', 'server app:8080;')
      .replace('listen 80 default_server', 'listen 8080')
      .replace('server_name _;', 'server_name www.example.test;')
      .replace('location / {', 'location /two/ { proxy_pass http://10.1.2.3:9000; }\n    location /api/ {');
    const config = `gateways:
  edge:
    extends: nginx
    files: { /etc/nginx/nginx.conf: ./nginx.conf }
    listen: 8080
    host: www.example.test
    upstreams: { app: app:8080, other: 10.1.2.3:9000 }
    routes: { app: /api/, other: /two/ }
`;
    const cwd = await workFolder(t, { ...SCENARIOS, 'gatecrash.yaml': config, 'nginx.conf': nginx });
    const run = await gatecrash(['run', '--gateway', 'edge', '--reporter', 'json'], { cwd });
    const ended = run.stdout
      .split('\n')
      .filter((line) => line.includes('"case-ended"'))
      .map((line) => JSON.parse(line));
    t.same(
      ended.map(({ scenario, result }) => [scenario, result]).sort(),
      [
        ['broken', 'pass'],
        ['healthy', 'pass'],
        ['two', 'pass'],
      ],
      run.stdout + run.stderr,
    );
    t.match(
      ended.find(({ scenario }) => scenario === 'two'),
      { upstreams: { other: { attempts: [{ target: '/two/' }] } } },
    );
  },
);

t.test(
  'a name that nobody declared keeps the gateway from starting, and its own words say which',
  { skip: await missing('nginx') },
  async (t) => {
    const nginx = readFileSync(join(STOCK, 'nginx.conf'), 'utf8').replace('app:3000', 'api.internal:3000');
    const config = `gateways:
  edge:
    extends: nginx
    files: { /etc/nginx/nginx.conf: ./nginx.conf }
    listen: 80
    upstreams: { app: app:3000 }
`;
    const cwd = await workFolder(t, { ...SCENARIOS, 'gatecrash.yaml': config, 'nginx.conf': nginx });
    const run = await gatecrash(['run', '--gateway', 'edge', 'scenarios/healthy.yaml'], { cwd });
    t.equal(run.code, 3);
    t.match(run.stdout, /host not found in upstream "api\.internal/);
  },
);

t.test(
  'names and addresses that nobody declared make the case broken, and are listed',
  { skip: await missing('nginx') },
  async (t) => {
    const nginx = readFileSync(join(STOCK, 'nginx.conf'), 'utf8').replace(
      'location / {',
      `resolver 127.0.0.53;
    location /auth { set $auth auth.internal; proxy_pass http://$auth:9000; }
    location /pay { proxy_pass http://10.9.8.7:9000; }
    location / {`,
    );
    const config = `gateways:
  edge:
    extends: nginx
    files: { /etc/nginx/nginx.conf: ./nginx.conf }
    listen: 80
    upstreams: { app: app:3000 }
`;
    const steps = HEALTHY.replace('steps:\n', 'steps:\n  - request: GET /pay\n  - request: GET /auth\n');
    const cwd = await workFolder(t, { 'scenarios/healthy.yaml': steps, 'gatecrash.yaml': config, 'nginx.conf': nginx });
    const run = await gatecrash(['run', '--gateway', 'edge'], { cwd });
    t.equal(run.code, 3);
    t.match(run.stdout, /edge asks for 10\.9\.8\.7:9000, auth\.internal, which gatecrash\.yaml does not declare/);
  },
);

const OVER_TLS = {
  nginx: [
    '/etc/nginx/nginx.conf',
    (text: string) =>
      text.replace(
        'listen 80 default_server;',
        'listen 443 ssl; ssl_certificate /etc/ssl/edge/fullchain.pem; ssl_certificate_key /etc/ssl/edge/privkey.pem;',
      ),
  ],
  haproxy: [
    '/etc/haproxy/haproxy.cfg',
    (text: string) => text.replace('bind *:80', 'bind *:443 ssl crt /etc/ssl/edge.pem'),
  ],
} as const;

for (const [name, [path, changed]] of Object.entries(OVER_TLS)) {
  t.test(`${name} that listens with TLS finds certificates at its paths`, { skip: await missing(name) }, async (t) => {
    const config = `gateways:
  edge:
    extends: ${name}
    files: { ${path}: ./own.conf }
    listen: https://443
    host: www.example.test
    upstreams: { app: app:3000 }
`;
    const stock = readFileSync(join(STOCK, path.replace(/.*\//, '')), 'utf8');
    const cwd = await workFolder(t, { ...SCENARIOS, 'gatecrash.yaml': config, 'own.conf': changed(stock) });
    const run = await gatecrash(['run', '--gateway', 'edge', '--max-wait', '5s'], { cwd });
    t.match(run.stdout, /(pass|deviates) +healthy@edge/, run.stdout + run.stderr);
    t.match(run.stdout, /(pass|deviates) +broken@edge/);
  });
}

t.test('mistakes in what extends are told with their places', async (t) => {
  const config = `gateways:
  edge:
    extends: ngimx
    files: { nginx.conf: ./not-there.conf }
    listen: eighty
    upstreams: { ap: app:3000, other: nowhere }
`;
  const cwd = await workFolder(t, { ...SCENARIOS, 'gatecrash.yaml': config });
  const run = await gatecrash(['run', '--gateway', 'edge'], { cwd });
  t.equal(run.code, 2);
  t.match(run.stderr, /gatecrash\.yaml:5:13/);
  for (const words of [/nginx\.conf" is no absolute path/, /must be a port such as 8080/, /must be host:port/])
    t.match(run.stderr, words);
});
