import { fileURLToPath } from 'node:url';
import { Document, visit } from 'yaml';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { Gateway, Launch } from '../../harness/core/gateway.ts';

/** The gateway's own folder in its container. */
const FOLDER = '/var/lib/gatecrash';

/** Where the code of this package lies in the images that are made of it, and where it lies here. */
const IN_IMAGE = '/opt/gatecrash/harness/';
const HERE = fileURLToPath(new URL('../../harness/', import.meta.url));

/** All of one gateway that docker-compose.yml needs, path below fixtures/compose/ -> content. */
export function composeFiles(gateway: Gateway): Readonly<Record<string, string>> {
  const launch = launchInContainer(gateway);
  const configs = Object.entries(launch.files).map(([file, text]) => [`${gateway.name}/${file}`, text] as const);
  const head = `# Written by test/compose/config-files.test.ts; UPDATE_GOLDEN=1 writes it anew.\n`;
  const text = toYaml({ services: { gateway: service(gateway, launch) } });
  return { [`${gateway.name}.yml`]: head + text, ...Object.fromEntries(configs) };
}

/** As in a scenario, but for the upstreams: two names of one container, so they differ by their ports. */
function launchInContainer(gateway: Gateway): Launch {
  return gateway.launch({
    dir: FOLDER,
    slots: [
      {
        listen: { host: '0.0.0.0', port: 8080 },
        upstreams: { app: { host: 'app', port: 3000 }, other: { host: 'other', port: 3001 } },
      },
    ],
    settings: DEFAULT_SETTINGS,
    timeouts: { connect: 1000, read: 1000 },
    resolver: null,
    program: imageOf(gateway).program,
    root: true,
  });
}

function service(gateway: Gateway, { command, env = {}, files, folders = [], logs = [], stop }: Launch): object {
  return {
    image: `\${GATEWAY_IMAGE:-${imageOf(gateway).reference}}`,
    ...(gateway.embedded ? { build: buildOf(gateway), pull_policy: 'never' } : {}),
    // In the entrypoint, for images have one of their own that would change the command.
    entrypoint: loggingToTerminal(command, logs).map((word) => word.replace(HERE, IN_IMAGE).replaceAll('$', '$$$$')),
    working_dir: FOLDER,
    ...(Object.keys(env).length > 0 ? { environment: env } : {}),
    // Varnish runs what it has compiled there.
    tmpfs: ['', ...folders.map((folder) => `/${folder}`)].map((folder) => `${FOLDER}${folder}:exec`),
    volumes: Object.keys(files).map((file) => `./${gateway.name}/${file}:${FOLDER}/${file}:ro`),
    stop_signal: stop,
  };
}

/** A gateway that writes its log to files gets links in their place, so that `docker compose logs` shows it. */
function loggingToTerminal(command: readonly string[], logs: readonly string[]): readonly string[] {
  if (logs.length === 0) return command;
  return ['sh', '-c', `for log in ${logs.join(' ')}; do ln -s /dev/stderr $log; done; exec "$@"`, 'sh', ...command];
}

function buildOf({ name }: Gateway): object {
  return { context: '../..', dockerfile: `fixtures/images/${name}/Dockerfile` };
}

function imageOf({ name, image }: Gateway) {
  if (!image) throw new Error(`${name} has no image`);
  return image;
}

/** Lists on one line each, as people write commands. */
function toYaml(value: object): string {
  const document = new Document(value);
  visit(document, {
    Seq: (_, list) => {
      list.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true });
}
