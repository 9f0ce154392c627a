import type { Question } from '../core/answer-status.ts';
import type { FixedPlaces, Gateway, GatewaySetup, Launch } from '../core/gateway.ts';
import { seenFromOutside } from '../core/seen-from-outside.ts';
import { certificatePaths } from './certificate-paths.ts';
import { hostsFile } from './hosts-file.ts';
import type { ImageConfig } from './image-config.ts';
import { isCopied } from './is-copied.ts';
import { routesByLength } from './routes-by-length.ts';

/**
 * A gateway of the user's own in a container: the image starts as it starts by itself. The harness is where it points, and
 * files are put where it looks for them.
 */
export function imageGateway(name: string, config: ImageConfig): Gateway {
  const { reference, own, what, base, listen, upstreams, host } = config;
  const { tls } = listen;
  const fixed: FixedPlaces = { listen, upstreams, routes: routesByLength(config.routes, upstreams), host, tls };
  const { program = reference, versionArgs = null, version = /()/ } = base?.image ?? {};
  return {
    name,
    kind: base?.name,
    title: name,
    summary: `your own: ${what}`,
    embedded: false,
    features: config.features,
    slots: 1,
    timeouts: config.timeouts ?? undefined,
    fixed,
    image: { reference, program, versionArgs, version, own },
    find: async () => ({
      found: false,
      reason: `it is ${what}, which runs in containers: \`--runtime docker\`, or auto`,
    }),
    launch: (setup) => launch(config, setup),
  };
}

function launch(config: ImageConfig, { slots: [slot] }: GatewaySetup): Launch {
  const { reference, base, files, env, hosts, upstreams, start, logs, stop } = config;
  if (!slot) throw new TypeError('an image is run at one slot');
  const { unrouted, passing } = base?.own ?? {};
  const begin = files['/etc/hosts'] ?? `127.0.0.1 localhost\n${hosts}`;
  return {
    files: {},
    placed: { ...files, '/etc/hosts': hostsFile(upstreams, slot, begin) },
    certified: config.listen.tls ? { paths: missingCertificates(config), host: config.host ?? 'localhost' } : undefined,
    command: [reference],
    image: start,
    passing,
    routed: unrouted === undefined ? undefined : { ...questionOf(config), until: unrouted },
    env,
    logs: logs.map(seenFromOutside),
    stop,
  };
}

/** Nobody listens behind it yet: what has a route is answered with an error of its own. */
function questionOf({ routes, host, listen }: ImageConfig): Question {
  return { path: routes.app ?? '/', host, tls: listen.tls };
}

/** Paths of certificates that nobody gives: those that were named, and those in what can be read of its configuration. */
function missingCertificates({ files, certificates, start }: ImageConfig): string[] {
  const named = certificatePaths([...Object.values(files), ...(start.texts ?? [])]);
  const missing = named.filter((path) => files[path] === undefined && !isCopied(path, start.copies ?? {}));
  return [...new Set([...certificates, ...missing])];
}
