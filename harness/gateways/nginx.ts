import { findProgram } from '../core/find-program.ts';
import type { Address, Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { formatHostPort } from '../core/host-port.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf } from '../core/routes-of.ts';
import type { GatewaySettings } from '../core/scenario.ts';
import { schemeOf } from '../core/scheme-of.ts';
import type { TlsTrust } from '../core/tls.ts';

const CA = 'ca.pem';
const REVOKED = 'revoked.pem';
const IDENTITY = { certificate: 'client.pem', key: 'client.key' } as const;

const TELL_VERSION = { args: ['-v'], version: /nginx version: [^\s/]+\/(\d[\d.]*)/ };

export default {
  name: 'nginx',
  title: 'nginx',
  summary: 'The stock nginx, one worker process, HTTP/1.1 to its upstreams.',
  embedded: false,
  features: [
    'keepalive',
    'pool',
    'run-time-dns',
    'cache',
    'replicas',
    'retries',
    'tls',
    'unix-sockets',
    'reload',
    'workers',
    'temporary-files',
    'client-certificate',
    'revocation',
    'sessions',
  ],
  slots: 128,
  raw: 'in the http block, before the servers',
  image: {
    reference: 'nginx:1.30.0',
    program: 'nginx',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['nginx-light'], program: '/usr/sbin/nginx' },

  own: {
    file: '/etc/nginx/nginx.conf',
    folders: ['/run', '/var/log/nginx', '/var/lib/nginx', '/var/cache/nginx'],
    logs: ['/var/log/nginx/error.log', '/var/log/nginx/access.log'],
    // In the foreground, unless the configuration says so itself: nginx refuses to be told twice.
    command: (program, text) => (/^\s*daemon\s/m.test(text ?? '') ? [program] : [program, '-g', 'daemon off;']),
    stop: 'SIGTERM',
  },

  find() {
    return findProgram({
      names: ['nginx'],
      ...TELL_VERSION,
      install: 'install the package nginx',
    });
  },

  launch(setup) {
    return {
      files: { 'nginx.conf': configuration(setup), ...filesOf(setup.tls) },
      // Without -e nginx opens the log of the machine's own nginx before it reads any configuration.
      command: [setup.program, '-p', `${setup.dir}/`, '-c', 'nginx.conf', '-e', 'error.log'],
      logs: ['error.log', 'access.log'],
      // With a cache nginx starts one that looks through the folder a minute later, and ends.
      passing: 'cache loader process',
      // The fast shutdown; SIGQUIT would wait for held connections.
      stop: 'SIGTERM',
      reload: {
        config: 'nginx.conf',
        by: 'SIGHUP',
        done: 'start worker process \\d',
        refused: '\\[emerg\\]',
      },
      worker: 'worker process',
      temporary: ['client-body', 'proxy'],
    };
  },
} satisfies Gateway;

function configuration(setup: GatewaySetup): string {
  const { connect, read } = setup.timeouts;
  return `# All paths are relative to the folder given with -p.
daemon off;
${setup.root ? 'user root; # the folder is private to the user who starts nginx\n' : ''}pid nginx.pid;
error_log error.log info;
worker_processes 1; # every worker has an upstream pool of its own
worker_rlimit_nofile 4096;

events {
  worker_connections 4096;
}

http {
  server_tokens off; # Server and error pages do not tell the version, as operators set it in production
  client_max_body_size 16m;

  log_format upstream '$time_iso8601 $server_addr:$server_port "$request" $status $bytes_sent '
                      'upstream=$upstream_addr status=$upstream_status time=$upstream_response_time '
                      'id=$http_${CORRELATION_HEADER.toLowerCase().replaceAll('-', '_')}';
  access_log access.log upstream;

  client_body_temp_path client-body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;

  proxy_http_version 1.1;
  proxy_connect_timeout ${connect}ms;
  proxy_send_timeout ${read}ms;
  proxy_read_timeout ${read}ms;
  proxy_set_header Host $host;
  proxy_set_header Connection ${hasPool(setup) ? '""' : 'close'}; # the default is close before 1.29.7, and "" from then on
${setup.tls ? verified(setup.tls) : ''}${setup.settings.cache ? CACHE : ''}${attempts(setup.settings)}${rawConfiguration(setup.settings, 'nginx', '  ')}${setup.resolver ? atRequestTime(setup, setup.resolver) : atStart(setup)}}
`;
}

function filesOf(tls: TlsTrust | undefined): Record<string, string> {
  if (!tls) return {};
  const { ca, identity, revoked } = tls;
  return {
    [CA]: ca,
    ...(identity && { [IDENTITY.certificate]: identity.certificate, [IDENTITY.key]: identity.key }),
    ...(revoked && { [REVOKED]: revoked.join('') }),
  };
}

/** By default nginx verifies nothing, sends no name and keeps sessions; without them every handshake is a whole one. */
function verified({ name, identity, revoked, sessions }: TlsTrust): string {
  return `
  proxy_ssl_protocols TLSv1.2 TLSv1.3; # the default before 1.23.4 is without 1.3
  proxy_ssl_verify on;
  proxy_ssl_verify_depth 2; # an intermediate and the root
  proxy_ssl_trusted_certificate ${CA};
  proxy_ssl_name ${name};
  proxy_ssl_server_name on;
  proxy_ssl_session_reuse ${sessions ? 'on' : 'off'};
${
  identity
    ? `  proxy_ssl_certificate ${IDENTITY.certificate};
  proxy_ssl_certificate_key ${IDENTITY.key};
`
    : ''
}${
  revoked
    ? `  proxy_ssl_crl ${REVOKED};
`
    : ''
}`;
}

/** Without proxy_cache_valid a response is kept for as long as it says itself, and one that says nothing is not kept. */
const CACHE = `
  proxy_cache_path cache keys_zone=cache:1m max_size=64m use_temp_path=off;
  proxy_cache cache;
  # Every listener has responses of its own.
  proxy_cache_key $server_addr:$server_port$scheme$host$request_uri;
`;

/** Who may be asked again, and when, is nginx's default: after an error or a timeout, and no POST that has been sent. */
const FAILOVER = `
  proxy_next_upstream error timeout;
  proxy_next_upstream_tries 2; # one more, on the next server
`;

/** A pooled connection that turns out dead is a reason by itself, unless there are none. */
const ONCE = `
  proxy_next_upstream off;
`;

function attempts({ replicas, retries }: GatewaySettings): string {
  if (retries) return ONCE;
  return replicas > 1 ? FAILOVER : '';
}

/** From 1.29.7 on every `upstream` block has a pool, and `keepalive 0`, which takes it away, is an error before. */
const NO_POOL = '    keepalive_requests 1; # no second request on a connection\n';

/** Whether upstream connections are kept; see atRequestTime for why none are where there is a resolver. */
function hasPool({ settings, resolver }: GatewaySetup): boolean {
  return settings.keepalive && !resolver;
}

/** Upstreams are addresses: an `upstream` block each, which is where a pool lives. */
function atStart({ slots, settings }: GatewaySetup): string {
  const pool = settings.keepalive ? '    keepalive 32;\n' : NO_POOL;
  // Each worker counts for itself, and there is one.
  const limit = settings.pool ? ` max_conns=${settings.pool.connections}` : '';
  const servers = slots.map((slot, index) => {
    const routes = routesOf(slot).map((route) => ({ ...route, name: `slot${index}-${route.upstream}` }));
    const upstreams = routes.map(
      ({ name, replicas }) => `
  upstream ${name} {
${replicas.map(({ address }) => `    server ${formatHostPort(address)} max_fails=0${limit};\n`).join('')}${pool}  }
`,
    );
    const locations = routes.map(
      ({ prefix, name }) => `    location ${prefix} { proxy_pass ${schemeOf(settings)}://${name}; }\n`,
    );
    return upstreams.join('') + server(slot, locations);
  });
  return servers.join('');
}

/**
 * Upstreams are names. A variable is what makes nginx ask at request time, and then there is no pool: an `upstream`
 * block, where one would live, resolves names at start only (before 1.27.3, `server … resolve`). nginx counts an
 * answer's TTL in whole seconds of the clock: one with TTL 0 serves every request until the second is over.
 */
function atRequestTime({ slots, timeouts, settings }: GatewaySetup, resolver: Address): string {
  const servers = slots.map((slot) => {
    const locations = routesOf(slot).map(
      ({ prefix, address }) => `    location ${prefix} {
      set $upstream ${address.host}:${address.port};
      proxy_pass ${schemeOf(settings)}://$upstream;
    }
`,
    );
    return server(slot, locations);
  });
  return `  resolver ${resolver.host}:${resolver.port};
  resolver_timeout ${timeouts.connect}ms;
${servers.join('')}`;
}

function server({ listen }: Slot, locations: readonly string[]): string {
  return `
  server {
    listen ${listen.host}:${listen.port};
    server_name gateway; # for a request without Host
${locations.join('')}  }
`;
}
