import { findProgram } from '../core/find-program.ts';
import type { Address, Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf, type SlotRoute } from '../core/routes-of.ts';
import type { GatewaySettings } from '../core/scenario.ts';
import type { TlsTrust } from '../core/tls.ts';
import { socketPath } from '../core/unix-socket.ts';

const CA = 'ca.pem';
const REVOKED = 'revoked.pem';
const IDENTITY = 'client.pem';

const TELL_VERSION = { args: ['-v'], version: /HA-?Proxy version (\d[\d.]*\d)/ };

export default {
  name: 'haproxy',
  title: 'HAProxy',
  summary: 'HAProxy with one thread and no retries, but one on another replica where there are some.',
  embedded: false,
  features: [
    'keepalive',
    'pool',
    'pool-queue',
    'run-time-dns',
    'cache',
    'http2',
    'replicas',
    'retries',
    'tls',
    'unix-sockets',
    'reload',
    'client-certificate',
    'revocation',
    'sessions',
  ],
  slots: 128,
  raw: 'at the end of the defaults section, which takes no rules',
  image: {
    reference: 'haproxy:3.2.20',
    program: 'haproxy',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['haproxy'], program: '/usr/sbin/haproxy' },

  own: {
    file: '/etc/haproxy/haproxy.cfg',
    folders: ['/run', '/var/lib/haproxy'],
    logs: [],
    command: (program) => [program, '-db', '-f', '/etc/haproxy/haproxy.cfg'],
    stop: 'SIGUSR1',
  },

  find() {
    return findProgram({
      names: ['haproxy'],
      ...TELL_VERSION,
      install: 'install the package haproxy',
    });
  },

  launch(setup) {
    return {
      files: { 'haproxy.cfg': configuration(setup), ...filesOf(setup.tls) },
      command: [setup.program, ...(setup.settings.reload ? ['-W'] : []), '-db', '-f', 'haproxy.cfg', '-C', setup.dir],
      // The orderly stop, which ends in exit code 0 (SIGTERM does not); hard-stop-after keeps it short.
      stop: 'SIGUSR1',
      // The master of -W starts a new worker, and the old one serves on until its connections are over.
      reload: {
        config: 'haproxy.cfg',
        by: 'SIGUSR2',
        done: 'Loading success',
        refused: 'Failed to load|Loading failure',
      },
    };
  },
} satisfies Gateway;

function configuration(setup: GatewaySetup): string {
  const { timeouts, settings, resolver, slots } = setup;
  return `global
  log stdout format raw daemon
  maxconn 1000
  nbthread 1 # every thread has an upstream pool of its own
  hard-stop-after ${settings.reload ? '10s # the old process of a reload ends its requests' : '100ms'}

defaults
  mode http
  log global
  option httplog
  option dontlognull
  retries 0
  timeout connect ${timeouts.connect}ms
  timeout queue ${settings.pool ? Math.max(1, settings.pool.wait) : timeouts.connect}ms
  timeout server ${timeouts.read}ms
  timeout client 60s
${settings.keepalive ? '' : '  option http-server-close # one upstream connection for each request\n'}${rawConfiguration(settings, 'haproxy', '  ')}${resolver ? resolvers(resolver, timeouts.connect) : ''}
${slots.map((slot, index) => sections(slot, `slot${index}`, setup)).join('\n')}`;
}

/** One try, and nothing of an answer is kept. */
function resolvers({ host, port }: Address, timeout: number): string {
  return `
resolvers dns
  nameserver dns ${host}:${port}
  resolve_retries 1
  timeout resolve ${timeout}ms
  timeout retry ${timeout}ms
  hold valid 0ms
  hold obsolete 0ms
  hold nx 0ms
  hold refused 0ms
  hold timeout 0ms
  hold other 0ms
`;
}

/** The last route is the default; those before it are matched by prefix. */
function sections(slot: Slot, name: string, { resolver, settings, tls }: GatewaySetup): string {
  const routes = routesOf(slot);
  const rules = routes.map(({ prefix, upstream }, index) =>
    index === routes.length - 1
      ? `  default_backend ${name}-${upstream}\n`
      : `  use_backend ${name}-${upstream} if { path_beg ${prefix} }\n`,
  );
  const spoken = protocol(settings) + verified(tls) + limited(settings);
  const backends = routes.map(
    (route) => `
backend ${name}-${route.upstream}
${resolver ? atRequestTime(route, spoken) : atStart(route, spoken, settings)}`,
  );
  return `${settings.cache ? cache(name) : ''}frontend ${name}
  bind ${slot.listen.host}:${slot.listen.port}
  http-request capture req.hdr(${CORRELATION_HEADER}) len 64 # to find a request in the log
  http-request capture dst len 45 # one log for all listeners: which one this was
${settings.cache ? useOf(name) : ''}${rules.join('')}${backends.join('')}`;
}

/** A cache knows hosts and paths, no listeners, so each listener has its own. Sizes in MiB and octets, age in seconds. */
function cache(name: string): string {
  return `cache ${name}
  total-max-size 1
  max-object-size 262144
  max-age 3600

`;
}

function useOf(name: string): string {
  return `  http-request cache-use ${name}
  http-response cache-store ${name}
`;
}

/** What is appended to a server. Sessions are kept by default; without them every handshake is a whole one. */
function verified(tls: TlsTrust | undefined): string {
  if (!tls) return '';
  const { name, identity, revoked, sessions } = tls;
  const more = [identity && `crt ${IDENTITY}`, revoked && `crl-file ${REVOKED}`, !sessions && 'no-ssl-reuse'];
  const words = [`ssl verify required ca-file ${CA} sni str(${name}) verifyhost ${name}`, ...more];
  return ` ${words.filter(Boolean).join(' ')}`;
}

function filesOf(tls: TlsTrust | undefined): Record<string, string> {
  if (!tls) return {};
  const { ca, identity, revoked } = tls;
  return {
    [CA]: ca,
    ...(identity && { [IDENTITY]: identity.certificate + identity.key }),
    ...(revoked && { [REVOKED]: revoked.join('') }),
  };
}

/** Without `check` no server is ever taken out of the pool. */
function atStart({ replicas }: SlotRoute, spoken: string, { retries }: GatewaySettings): string {
  const more = '  retries 1 # one more, and\n  option redispatch # it goes to another server\n';
  const pool = `  balance roundrobin\n${retries ? '' : more}`;
  const servers = replicas.map(({ name, address }) => `  server ${name} ${at(address)}${spoken}\n`);
  return (replicas.length > 1 ? pool : '') + servers.join('');
}

/** `server NAME resolvers …` would ask in the background, once a second; do-resolve asks when a request comes. */
function atRequestTime({ upstream, address }: SlotRoute, spoken: string): string {
  return `  http-request do-resolve(txn.address,dns,ipv4) str(${address.host})
  http-request return status 503 default-errorfiles unless { var(txn.address) -m found }
  http-request set-dst var(txn.address)
  server ${upstream} 0.0.0.0:${address.port}${spoken}
`;
}

/** Without TLS there is nothing to negotiate: `proto h2` is prior knowledge. */
function protocol({ http2 }: GatewaySettings): string {
  return http2 ? ' proto h2' : '';
}

/** Who waits is bounded by time alone: what a server's `maxqueue` refuses waits in the queue of its backend, which has no length. */
function limited({ pool }: GatewaySettings): string {
  return pool ? ` maxconn ${pool.connections}` : '';
}

function at(address: Address): string {
  const path = socketPath(address);
  return path === null ? `${address.host}:${address.port}` : `unix@${path}`;
}
