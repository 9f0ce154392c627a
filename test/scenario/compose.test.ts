import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import t, { type Test } from 'tap';
import type { Gateway, Launch } from '../../harness/core/gateway.ts';
import { type ComposeProject, readCompose } from '../../harness/scenario/compose-project.ts';
import { type ComposeService, toComposeService } from '../../harness/scenario/compose-service.ts';
import { loadConfig } from '../../harness/scenario/config.ts';
import { exampleSetup } from '../../harness/scenario/example-setup.ts';
import { imageGateway } from '../../harness/scenario/image-gateway.ts';
import { matchesGolden } from '../support/golden.ts';
import { problemsText } from '../support/load-text.ts';

t.setTimeout(120_000);

const COMPOSE = `name: shop
x-usual: &usual
  restart: always
  user: "101:101"
services:
  edge:
    <<: *usual
    image: \${REGISTRY_OF_NOBODY:-registry.example.test}/edge:\${TAG}
    build: { context: . }
    command: nginx -g "daemon off;"
    entrypoint: [/docker-entrypoint.sh]
    working_dir: /srv
    environment:
      APP: app:3000
      PRICE: "$$5"
      WORKERS: 4
    env_file: edge.env
    extra_hosts: ["legacy.internal:10.0.0.7"]
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
      - { type: bind, source: ./conf.d, target: /etc/nginx/conf.d }
      - ./not-there.pem:/etc/ssl/edge.pem
      - cache:/var/cache/nginx
    tmpfs: /tmp
    cap_add: [NET_BIND_SERVICE]
    stop_signal: SIGQUIT
    depends_on: [app]
    ports: ["80:8080"]
  app:
    image: my/app
volumes: { cache: {} }
`;
const FILES = {
  'docker-compose.yml': COMPOSE,
  '.env': 'TAG=1.2\n',
  'edge.env': 'MODE=prod\nAPP=overridden\n',
  'nginx.conf': 'events {}\n',
  'conf.d/app.conf': 'proxy_pass http://app:3000; ssl_certificate /etc/ssl/edge.pem;\n',
};
const USUAL = 'listen: 8080\n    upstreams: { app: app:3000 }\n';

function folderWith(t: Test, files: Readonly<Record<string, string>>): string {
  const root = t.testdir({ '.git': {} });
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}

async function read(file: string, programs: Parameters<typeof readCompose>[2]): Promise<ComposeProject> {
  const project = await readCompose(file, 'docker-compose.yml', programs);
  if ('problems' in project) throw new Error(problemsText(project.problems));
  return project;
}

async function service(file: string, programs: Parameters<typeof readCompose>[2]): Promise<ComposeService> {
  const project = await read(file, programs);
  const made = await toComposeService(project.services.edge, 'edge', project);
  if ('problems' in made) throw new Error(problemsText(made.problems));
  return made;
}

async function answers(program: string, ...args: string[]): Promise<boolean> {
  return (await execa(program, args, { reject: false, stdin: 'ignore' })).exitCode === 0;
}

t.test('without Compose a file is read by ourselves, with its variables and merged keys', async (t) => {
  const cwd = folderWith(t, FILES);
  t.same(await service(join(cwd, 'docker-compose.yml'), [['no-such-program']]), {
    image: 'registry.example.test/edge:1.2',
    build: true,
    start: {
      command: ['nginx', '-g', 'daemon off;'],
      entrypoint: ['/docker-entrypoint.sh'],
      user: '101:101',
      workingDir: '/srv',
      copies: { '/etc/nginx/nginx.conf': join(cwd, 'nginx.conf'), '/etc/nginx/conf.d': join(cwd, 'conf.d') },
      volumes: ['/var/cache/nginx'],
      memory: ['/tmp'],
      capabilities: ['NET_BIND_SERVICE'],
    },
    env: { MODE: 'prod', APP: 'app:3000', PRICE: '$5', WORKERS: '4' },
    hosts: '10.0.0.7 legacy.internal\n',
    stop: 'SIGQUIT',
  });
});

for (const program of [['docker', 'compose'], ['docker-compose']] as const) {
  const [command, ...args] = program;
  const skip = (await answers(command, ...args, 'version')) ? false : `${program.join(' ')} is not here`;
  t.test(`${program.join(' ')} reads the same of a file as we do`, { skip }, async (t) => {
    // Compose before version 2 knows no top-level name.
    const cwd = folderWith(t, { ...FILES, 'docker-compose.yml': COMPOSE.replace('name: shop', 'version: "3.8"') });
    const file = join(cwd, 'docker-compose.yml');
    t.same((await read(file, [program])).cli, program);
    t.same(await service(file, [program]), await service(file, [['no-such-program']]));
  });
}

t.test('variables are filled in as Compose does', async (t) => {
  const texts = {
    plain: '$TAG',
    braced: 'a${TAG}b',
    otherwise: '${NOBODY:-x${TAG}}',
    empty: '${EMPTY:-otherwise}',
    kept: '${EMPTY-otherwise}',
    more: '${TAG:+set}',
    none: '${NOBODY}',
    dollar: '$$TAG',
  };
  const compose = `services: { edge: { image: a, environment: ${JSON.stringify(texts)} } }\n`;
  const cwd = folderWith(t, { 'docker-compose.yml': compose, '.env': 'TAG=1.2\nEMPTY=\n' });
  const { env } = await service(join(cwd, 'docker-compose.yml'), []);
  t.same(env, {
    plain: '1.2',
    braced: 'a1.2b',
    otherwise: 'x1.2',
    empty: 'otherwise',
    kept: '',
    more: 'set',
    none: '',
    dollar: '$TAG',
  });
});

function launched(gateway: Gateway): Launch {
  return gateway.launch(exampleSetup(gateway, { program: '', settings: [], timeouts: { connect: 1, read: 1 } }));
}

t.test('a service is a gateway, with what gatecrash.yaml says of it in front', async (t) => {
  const text = `gateways:
  edge:
    compose: { file: deploy/docker-compose.yml, service: edge }
    env: { MODE: test }
    listen: https://8443
    host: www.example.test
    upstreams: { app: app:3000 }
`;
  const below = Object.entries(FILES).map(([name, content]) => [`deploy/${name}`, content]);
  const cwd = folderWith(t, { 'gatecrash.yaml': text, ...Object.fromEntries(below) });
  const { imaged, problems } = await loadConfig({ cwd });
  t.same(problems, []);
  const config = imaged.edge;
  if (!config) throw new Error('the gateway was not loaded');
  t.match(config, { what: 'the service edge of deploy/docker-compose.yml', own: { names: [] } });
  const gateway = imageGateway('edge', config);
  t.match(gateway, { features: [], fixed: { tls: true, host: 'www.example.test' }, kind: undefined });
  t.match(await gateway.find(), { found: false, reason: /runs in containers/ });
  t.match(launched(gateway), {
    command: ['registry.example.test/edge:1.2'],
    env: { MODE: 'test', APP: 'app:3000' },
    placed: { '/etc/hosts': '127.0.0.1 localhost\n10.0.0.7 legacy.internal\n127.2.0.1 app\n' },
    certified: { paths: ['/etc/ssl/edge.pem'], host: 'www.example.test' },
    stop: 'SIGQUIT',
  });
});

t.test(
  'an image is a gateway; one whose configuration is within it is taken to name whatever it asks for',
  async (t) => {
    const text = `gateways:
  edge:
    image: registry.example.test:5000/my/edge:1.2
    command: nginx -g 'daemon off;'
    files: { /etc/nginx/nginx.conf: ./nginx.conf }
    ${USUAL}    logs: [/var/log/nginx/error.log]
  sealed:
    image: my/edge@sha256:${'0'.repeat(64)}
    kind: traefik
    certificates: [/certs/edge.pem]
    listen: https://443
    upstreams: { app: 10.0.0.5:80 }
`;
    const cwd = folderWith(t, { 'gatecrash.yaml': text, ...FILES });
    const { imaged, problems } = await loadConfig({ cwd, builtIn: [{ name: 'traefik' } as Gateway] });
    t.same(problems, []);
    if (!imaged.edge || !imaged.sealed) throw new Error('the gateways were not loaded');
    t.same(launched(imageGateway('edge', imaged.edge)).image, {
      command: ['nginx', '-g', 'daemon off;'],
      entrypoint: undefined,
      texts: ['nginx', '-g', 'daemon off;'],
    });
    t.same(launched(imageGateway('edge', imaged.edge)).logs, ['view/fresh/var/log/nginx/error.log']);
    const sealed = imageGateway('sealed', imaged.sealed);
    t.match(sealed, { kind: 'traefik', image: { versionArgs: null, own: {} } });
    t.equal(launched(sealed).image?.texts, null);
    t.same(launched(sealed).certified, { paths: ['/certs/edge.pem'], host: 'localhost' });
  },
);

t.test('an image that Compose would build goes by the names that Compose gives it', async (t) => {
  const text = `gateways:\n  edge:\n    compose: { file: ./docker-compose.yml, service: edge }\n    ${USUAL}`;
  const compose = 'services: { edge: { build: ., command: [a] } }\n';
  const cwd = folderWith(t, { 'gatecrash.yaml': text, 'docker-compose.yml': compose });
  const { imaged } = await loadConfig({ cwd });
  const { own } = imaged.edge ?? {};
  t.match(own?.names, [/-edge$/, /_edge$/]);
});

t.test('every mistake is told with its place, in gatecrash.yaml or in the compose file', async (t) => {
  const text = `gateways:
  typo: { compose: { file: ./docker-compose.yml, service: egde }, listen: 80, upstreams: { app: app:3000 } }
  gone: { compose: { file: ./gone.yml, service: edge }, listen: 80, upstreams: { app: app:3000 } }
  broken: { compose: { file: ./broken.yml, service: edge }, listen: 80, upstreams: { app: app:3000 } }
  neither: { compose: { file: ./docker-compose.yml, service: neither }, listen: 80, upstreams: { app: app:3000 } }
  odd: { compose: { file: ./docker-compose.yml, service: odd }, listen: 80, upstreams: { app: app:3000 } }
  short: { compose: ./docker-compose.yml, listen: 80, upstreams: { app: app:3000 } }
  kind: { image: my/edge, kind: ngimx, listen: 80, upstreams: { other: app:3000 } }
  files: { image: my/edge, files: { nginx.conf: ./nope }, logs: [error.log], listen: 80, upstreams: { app: app:3000 } }
  both: { image: my/edge, extends: nginx, listen: 80, upstreams: { app: app:3000 } }
`;
  const compose = `services:
  edge: { image: nginx }
  neither: { command: [a] }
  odd:
    image: nginx
    volumes: [ ./gone.conf:/etc/nginx/nginx.conf, /dev/null:/null ]
    configs: [ nowhere ]
`;
  const files = { 'gatecrash.yaml': text, 'docker-compose.yml': compose, 'broken.yml': 'services:\n\tedge: {}\n' };
  const cwd = folderWith(t, files);
  const path = process.env.PATH;
  // What Compose itself says of a file differs from version to version.
  process.env.PATH = '';
  t.teardown(() => {
    process.env.PATH = path;
  });
  const { problems } = await loadConfig({ cwd });
  matchesGolden(t, 'problems/compose.txt', problemsText(problems));
});

t.test('what Compose refuses is told in its words', async (t) => {
  if (!(await answers('docker', 'compose', 'version'))) return t.plan(0, 'docker compose is not here');
  const compose = 'services: { edge: { image: nginx, depends_on: [nobody] } }\n';
  const cwd = folderWith(t, { 'docker-compose.yml': compose });
  const read = await readCompose(join(cwd, 'docker-compose.yml'), 'docker-compose.yml', [['docker', 'compose']]);
  t.match(read, { problems: [{ code: 'compose-refuses', message: /nobody/ }] });
});
