import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { Gateway, Slot } from '../../harness/core/gateway.ts';
import type { CommandConfig } from '../../harness/scenario/command-config.ts';
import { commandGateway } from '../../harness/scenario/command-gateway.ts';
import { loadConfig } from '../../harness/scenario/config.ts';
import { STARTER_FILES } from '../../harness/scenario/starter-files.ts';
import { matchesGolden } from '../support/golden.ts';
import { problemsText } from '../support/load-text.ts';

const GOOD = `gateways:
  my-proxy:
    command: [./my-proxy, --listen, "\${listen}", --app, "\${upstreams.app}", --other, "\${upstreams.other}"]
    timeouts: { connect: 1s, read: 1.5s }
`;

const SLOT: Slot = {
  listen: { host: '127.1.2.3', port: 8001 },
  upstreams: { app: { host: '127.1.2.3', port: 9001 }, other: { host: '127.1.2.3', port: 9002 } },
};

/** A folder with these files; the path of it. */
function folderWith(t: Test, files: Readonly<Record<string, string>>): string {
  const root = t.testdir({ '.git': {} });
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}

/** The launch of a gateway by its config, in a folder /work-dir. */
function launch(config: CommandConfig | undefined) {
  if (!config) throw new Error('the gateway was not loaded');
  return commandGateway('mine', config).launch({
    dir: '/work-dir',
    slots: [SLOT],
    settings: DEFAULT_SETTINGS,
    timeouts: config.timeouts,
    resolver: null,
    program: '/bin/my-proxy',
    root: false,
  });
}

t.test('a gateway is a command with places to fill in', async (t) => {
  const cwd = folderWith(t, { 'gatecrash.yaml': GOOD });
  const { gateways, problems } = await loadConfig({ cwd });
  t.same(problems, []);
  t.match(gateways['my-proxy'], { timeouts: { connect: 1000, read: 1500 }, folder: cwd, stop: 'SIGTERM' });
  t.same(launch(gateways['my-proxy']), {
    files: {},
    command: ['/bin/my-proxy', '--listen', '127.1.2.3:8001', '--app', '127.1.2.3:9001', '--other', '127.1.2.3:9002'],
    env: {},
    stop: 'SIGTERM',
  });
});

t.test('a command can be one text, and files and the environment have places too', async (t) => {
  const text = `gateways:
  mine:
    command: proxy -c "\${dir}/my proxy.conf" ./relative '\${upstreams.app.host}'
    files: { my proxy.conf: "listen \${listen.port}; cost $\${5}", copied.conf: ./templates/copied.conf }
    env: { UPSTREAM_PORT: "\${upstreams.app.port}" }
    timeouts: { connect: 1s, read: 1s }
    features: [keepalive]
    stop: SIGQUIT
`;
  const cwd = folderWith(t, { 'gatecrash.yaml': text, 'templates/copied.conf': 'at ${listen}\n' });
  const { gateways, problems } = await loadConfig({ cwd });
  t.same(problems, []);
  t.same(launch(gateways.mine), {
    files: { 'my proxy.conf': 'listen 8001; cost ${5}', 'copied.conf': 'at 127.1.2.3:8001\n' },
    command: ['/bin/my-proxy', '-c', '/work-dir/my proxy.conf', join(cwd, 'relative'), '127.1.2.3'],
    env: { UPSTREAM_PORT: '9001' },
    stop: 'SIGQUIT',
  });
});

t.test('gatecrash.yaml is looked for upwards, as far as the repository goes', async (t) => {
  const cwd = folderWith(t, { 'gatecrash.yaml': GOOD, 'a/b/c.txt': '', 'inner/.git/HEAD': '' });
  t.same(Object.keys((await loadConfig({ cwd: join(cwd, 'a/b') })).gateways), ['my-proxy']);
  t.same((await loadConfig({ cwd: join(cwd, 'inner') })).gateways, {}, 'the inner repository has none');
  const { problems } = await loadConfig({ cwd, file: 'gone.yaml' });
  t.match(problems, [{ code: 'missing-file' }]);
});

t.test('a program is found on PATH or beside gatecrash.yaml, or the reason is told', async (t) => {
  const cwd = folderWith(t, { 'gatecrash.yaml': GOOD, 'my-proxy': '#!/bin/sh\n' });
  const config = (await loadConfig({ cwd })).gateways['my-proxy'];
  if (!config) throw new Error('the gateway was not loaded');
  t.match(await commandGateway('mine', config).find(), { found: false, reason: /my-proxy is no executable file/ });
  chmodSync(join(cwd, 'my-proxy'), 0o755);
  t.same(await commandGateway('mine', config).find(), { found: true, program: join(cwd, 'my-proxy'), version: '-' });
  t.match(await commandGateway('mine', { ...config, command: ['sh'] }).find(), { found: true, program: /\/sh$/ });
  t.match(await commandGateway('mine', { ...config, command: ['no-such-program'] }).find(), {
    found: false,
    reason: /no-such-program is not on PATH/,
  });
});

t.test('every mistake in gatecrash.yaml is told at once, with its place and what to do', async (t) => {
  const text = `gateways:
  nginx:
    command: [nginx, "\${listen}", "\${upstreams.app}"]
    timeouts: { connect: 1s, read: 1s }
  My Proxy:
    command: [proxy, "\${lisen}", "\${upstreams.api}"]
    timeouts: { connect: 1, reed: 1s }
    files: { ../escape: x, there.conf: ./not-there.conf }
  later:
    image: nginx 1.27
    listen: 80
  nothing:
  loose:
    command: proxy
    timeouts: { connect: 1s, read: 1s }
    keepalive: true
    features: [flying]
gateway: {}
`;
  const cwd = folderWith(t, { 'gatecrash.yaml': text });
  const { problems } = await loadConfig({ cwd, builtIn: [{ name: 'nginx' } as Gateway] });
  matchesGolden(t, 'problems/config.txt', problemsText(problems));
});

t.test('the gatecrash.yaml that init writes is in order, with its example taken in too', async (t) => {
  const text = STARTER_FILES['gatecrash.yaml'] ?? '';
  const taken = text.replaceAll('\n#', '\n');
  const cwd = folderWith(t, { 'gatecrash.yaml': text, 'taken/gatecrash.yaml': taken, 'taken/my-proxy.conf': '' });
  t.same(await loadConfig({ cwd }), { gateways: {}, extended: {}, imaged: {}, running: {}, problems: [] });
  const { gateways, imaged, problems } = await loadConfig({ cwd, file: 'taken/gatecrash.yaml' });
  t.same(problems, []);
  t.same([Object.keys(gateways), Object.keys(imaged)], [['my-proxy'], ['my-edge']]);
  t.ok(readFileSync(join(cwd, 'taken/gatecrash.yaml'), 'utf8').includes('my-proxy'));
});
