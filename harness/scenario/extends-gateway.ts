import type { Question } from '../core/answer-status.ts';
import type { FixedPlaces, Gateway, GatewaySetup } from '../core/gateway.ts';
import { seenFromOutside } from '../core/seen-from-outside.ts';
import { certificatePaths } from './certificate-paths.ts';
import type { ExtendsConfig } from './extends-config.ts';
import { hostsFile } from './hosts-file.ts';
import { routesByLength } from './routes-by-length.ts';

/**
 * A built-in gateway that runs on the user's own configuration: nothing is written into it. The harness is where it
 * points: its names are in the file of hosts that it sees, its files at the paths where it looks for them.
 */
export function extendsGateway(name: string, config: ExtendsConfig): Gateway {
  const { base, listen, upstreams } = config;
  const { host, port, tls } = listen;
  const fixed: FixedPlaces = {
    listen: { host, port },
    upstreams,
    routes: routesByLength(config.routes, upstreams),
    host: config.host,
    tls,
  };
  return {
    name,
    kind: base.name,
    title: name,
    summary: `your own configuration of ${base.title}`,
    embedded: false,
    features: config.features,
    slots: 1,
    timeouts: config.timeouts ?? undefined,
    fixed,
    image: base.image,
    find: () => base.find(),
    launch: (setup) => launch(config, setup),
  };
}

function launch(config: ExtendsConfig, { program, slots: [slot] }: GatewaySetup): ReturnType<Gateway['launch']> {
  const { base, files, env } = config;
  const { own } = base;
  if (!own || !slot) throw new TypeError('a configuration of its own is run at one slot, by a gateway that knows how');
  return {
    files: {},
    placed: { ...files, '/etc/hosts': hostsFile(config.upstreams, slot, files['/etc/hosts']) },
    certified: config.listen.tls ? { paths: missingCertificates(files), host: config.host ?? 'localhost' } : undefined,
    writable: own.folders,
    command: own.command(program, files[own.file] ?? null, config.listen),
    passing: own.passing,
    routed: own.unrouted === undefined ? undefined : { ...questionOf(config), until: own.unrouted },
    env: { ...own.env, ...env },
    logs: own.logs.map(seenFromOutside),
    stop: own.stop,
  };
}

/** Nobody listens behind it yet: what has a route is answered with an error of its own. */
function questionOf({ routes, host, listen }: ExtendsConfig): Question {
  return { path: routes.app ?? '/', host, tls: listen.tls };
}

/** Where a configuration has certificates and keys that the user does not give: each is made, with its key behind it. */
function missingCertificates(files: ExtendsConfig['files']): string[] {
  return certificatePaths(Object.values(files)).filter((path) => files[path] === undefined);
}
