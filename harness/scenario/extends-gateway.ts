import { isIPv4 } from 'node:net';
import type { Question } from '../core/answer-status.ts';
import type { FixedPlaces, Gateway, GatewaySetup, Route, Slot } from '../core/gateway.ts';
import { seenFromOutside } from '../core/seen-from-outside.ts';
import type { ExtendsConfig } from './extends-config.ts';

/**
 * A built-in gateway that runs on the user's own configuration: nothing is written into it. The harness is where it
 * points: its names are in the file of hosts that it sees, its files at the paths where it looks for them.
 */
export function extendsGateway(name: string, config: ExtendsConfig): Gateway {
  const { base, listen, upstreams } = config;
  const { host, port, tls } = listen;
  const fixed: FixedPlaces = { listen: { host, port }, upstreams, routes: routesOf(config), host: config.host, tls };
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
    image: null,
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
    placed: { ...files, '/etc/hosts': hostsOf(config, slot) },
    certified: config.listen.tls ? { paths: certificatePaths(config), host: config.host ?? 'localhost' } : undefined,
    writable: own.folders,
    command: own.command(program, files[own.file] ?? null, config.listen),
    passing: own.passing,
    routed: own.unrouted === undefined ? undefined : { ...questionOf(config), until: own.unrouted },
    env: { ...own.env, ...env },
    logs: own.logs.map(seenFromOutside),
    stop: own.stop,
  };
}

/** Names that the gateway is told by address are in its file of hosts; those that it asks the resolver for are not. */
function hostsOf({ upstreams, files }: ExtendsConfig, slot: Slot): string {
  const lines = Object.entries(upstreams).flatMap(([name, { host }]) => {
    const address = slot.upstreams[name]?.host ?? '';
    return isIPv4(host) || !isIPv4(address) ? [] : [`${address} ${host}\n`];
  });
  return `${files['/etc/hosts'] ?? '127.0.0.1 localhost\n'}${lines.join('')}`;
}

/** Nobody listens behind it yet: what has a route is answered with an error of its own. */
function questionOf({ routes, host, listen }: ExtendsConfig): Question {
  return { path: routes.app ?? '/', host, tls: listen.tls };
}

/** Those of the longest prefix first, as the built-in ones are. */
function routesOf({ routes }: ExtendsConfig): Route[] {
  return Object.entries(routes)
    .map(([upstream, prefix]) => ({ prefix, upstream }))
    .sort((one, other) => other.prefix.length - one.prefix.length);
}

/** Where a configuration has certificates and keys that the user does not give: each is made, with its key behind it. */
function certificatePaths({ files }: ExtendsConfig): string[] {
  const named = Object.values(files).flatMap(
    (text) => text.match(/(?<![\w.])\/[\w./@-]+\.(?:pem|crt|cer|cert|key)(?![\w.])/g) ?? [],
  );
  return [...new Set(named)].filter((path) => files[path] === undefined);
}
