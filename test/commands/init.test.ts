import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import { packageFolder } from '../../harness/core/package-folder.ts';
import { gatecrash } from '../support/cli.ts';

t.setTimeout(120_000);

t.test('a new project gets a scenario, gatecrash.yaml and a workflow, and keeps what is there', async (t) => {
  const cwd = t.testdir({ scenarios: { 'first.yaml': 'mine' } });
  t.same(await gatecrash(['init'], { cwd }), {
    stdout: `kept scenarios/first.yaml, which is there already
wrote gatecrash.yaml
wrote .github/workflows/gatecrash.yml
next: gatecrash run scenarios/first.yaml
`,
    stderr: '',
    code: 0,
  });
  t.equal(readFileSync(join(cwd, 'scenarios/first.yaml'), 'utf8'), 'mine');
  t.match(parse(readFileSync(join(cwd, '.github/workflows/gatecrash.yml'), 'utf8')), { jobs: { gatecrash: {} } });
});

t.test('what init wrote is in order', async (t) => {
  const cwd = t.testdir();
  await gatecrash(['init'], { cwd });
  t.match(await gatecrash(['check'], { cwd }), { stdout: '1 scenario, no problems\n', stderr: '', code: 0 });
});

const STOCK = join(packageFolder(), 'fixtures', 'own-configurations');

t.test('the gateway whose configuration is there is in gatecrash.yaml', async (t) => {
  for (const [kind, files, entry] of [
    ['nginx', { 'nginx.conf': 'nginx.conf' }, { listen: 80, upstreams: { app: 'app:3000' } }],
    ['haproxy', { 'haproxy.cfg': 'haproxy.cfg' }, { listen: 80, upstreams: { app: 'app:3000' } }],
    ['caddy', { Caddyfile: 'Caddyfile' }, { listen: 80, upstreams: { app: 'app:3000' } }],
    ['envoy', { 'envoy.yaml': 'envoy.yaml' }, { listen: 10_000, upstreams: { app: 'app:3000' } }],
    [
      'traefik',
      { 'traefik.yml': 'traefik.yml', 'dynamic.yml': 'traefik-dynamic.yml' },
      { listen: 80, upstreams: { app: 'app:3000' }, files: { '/etc/traefik/dynamic.yml': './dynamic.yml' } },
    ],
    [
      'apache',
      { 'httpd.conf': '000-default.conf' },
      { listen: 80, host: 'www.example.com', upstreams: { app: 'app:3000' } },
    ],
    ['varnish', { 'default.vcl': 'default.vcl' }, { listen: 80, upstreams: { app: 'app:3000' } }],
    ['lighttpd', { 'lighttpd.conf': 'lighttpd.conf' }, { listen: 80, upstreams: { app: 'app:3000' } }],
    ['h2o', { 'h2o.conf': 'h2o.conf' }, { listen: 80, upstreams: { app: 'app:3000' } }],
    ['nghttpx', { 'nghttpx.conf': 'nghttpx.conf' }, { listen: 80, upstreams: { app: 'app:3000' } }],
    ['pound', { 'pound.cfg': 'pound.cfg' }, { listen: 80, upstreams: { app: 'app:3000' } }],
    ['trafficserver', { 'remap.config': 'remap.config' }, { upstreams: { app: 'app:3000' } }],
  ] as const) {
    const texts = Object.entries(files).map(([name, from]) => [name, readFileSync(join(STOCK, from), 'utf8')]);
    const cwd = t.testdir(Object.fromEntries(texts));
    const { stdout } = await gatecrash(['init'], { cwd });
    t.match(stdout, new RegExp(`it is my-${kind} in gatecrash\\.yaml\nnext: .* --gateway my-${kind}\n$`));
    const text = readFileSync(join(cwd, 'gatecrash.yaml'), 'utf8');
    t.match(parse(text).gateways, { [`my-${kind}`]: { extends: kind, ...entry } });
    if (kind !== 'traefik') continue;
    t.match(await gatecrash(['check'], { cwd }), { stdout: '1 scenario, no problems\n', stderr: '', code: 0 });
  }
});

t.test('what cannot be told is a guess that says so; names and TLS are read', async (t) => {
  const nginx = `http {
  # listen 81;
  include /etc/nginx/proxy.conf;
  server { listen 10.0.0.1:8443 ssl; server_name shop.example.test www.example.test;
    location / { include proxy.conf; } }
}`
    .replace('server { ', 'server {\n')
    .replace('ssl; ', 'ssl;\n');
  const cwd = t.testdir({ 'nginx.conf': nginx, 'proxy.conf': 'proxy_pass http://api.internal;\n', 'default.vcl': '' });
  await gatecrash(['init'], { cwd });
  const text = readFileSync(join(cwd, 'gatecrash.yaml'), 'utf8');
  t.match(parse(text).gateways['my-nginx'], {
    files: { '/etc/nginx/nginx.conf': './nginx.conf', '/etc/nginx/proxy.conf': './proxy.conf' },
    listen: 'https://8443',
    host: 'shop.example.test',
    upstreams: { app: 'api.internal:80' },
  });
  t.match(text, /listen: 80 +# a guess: default\.vcl does not tell[\s\S]*app:3000" \} +# a guess/);
});
