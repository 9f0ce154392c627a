import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Address, Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf } from '../core/routes-of.ts';
import type { PoolLimit } from '../core/scenario.ts';
import { schemeOf } from '../core/scheme-of.ts';
import type { TlsTrust } from '../core/tls.ts';

const CA = 'etc/ca.pem';

const TELL_VERSION = { args: ['-V'], version: /Traffic Server (\d[\d.]*)/ };

export default {
  name: 'trafficserver',
  title: 'Apache Traffic Server',
  summary: 'Traffic Server as a reverse proxy by remap rules, without its manager and with one thread for the network.',
  embedded: false,
  features: ['keepalive', 'pool', 'run-time-dns', 'cache', 'retries', 'tls'],
  // A remap rule knows the host that a client names, and no listener.
  slots: 1,
  wholeSeconds: true,
  raw: 'at the end of records.config',
  image: {
    reference: 'gatecrash-built/trafficserver:bookworm',
    program: 'traffic_server',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['trafficserver'], program: '/usr/bin/traffic_server' },

  own: {
    file: '/etc/trafficserver/records.config',
    folders: ['/run/trafficserver', '/var/log/trafficserver', '/var/cache/trafficserver'],
    logs: ['/var/log/trafficserver/diags.log', '/var/log/trafficserver/error.log'],
    command: (program) => [program],
    // By default it knows no file of hosts; it reads one within a second of its start, and a name is unknown until then.
    env: { PROXY_CONFIG_HOSTDB_HOST_FILE_PATH: '/etc/hosts' },
    unrouted: 500,
    stop: 'SIGTERM',
  },

  find() {
    return findProgram({
      names: ['traffic_server'],
      ...TELL_VERSION,
      install: 'install the package trafficserver',
    });
  },

  launch(setup) {
    return {
      files: {
        'runroot.yaml': layout(setup.dir),
        'etc/records.config': records(setup),
        'etc/remap.config': setup.slots.map((slot) => rules(slot, schemeOf(setup.settings))).join(''),
        'etc/logging.yaml': LOGGING,
        'etc/ip_allow.yaml': EVERYBODY,
        'etc/storage.config': `${join(setup.dir, 'cache')} 64M\n`,
        'etc/plugin.config': '',
        ...(setup.tls ? { [CA]: setup.tls.ca } : {}),
      },
      folders: ['log', 'run', 'cache'],
      command: [setup.program, `--run-root=${join(setup.dir, 'runroot.yaml')}`],
      logs: ['log/diags.log', 'log/error.log', 'log/access.log'],
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;

function layout(dir: string): string {
  const within = { sysconfdir: 'etc', localstatedir: 'run', runtimedir: 'run', logdir: 'log', cachedir: 'cache' };
  const empty = ['bindir', 'sbindir', 'datadir', 'includedir', 'libdir', 'libexecdir'];
  return [
    `prefix: ${dir}`,
    `exec_prefix: ${dir}`,
    ...Object.entries(within).map(([key, folder]) => `${key}: ${join(dir, folder)}`),
    ...empty.map((key) => `${key}: ${join(dir, 'etc')}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** Times are whole seconds. The one of a connection holds until the first octet of the answer; then it is the other. */
function records({ dir, root, slots, timeouts, settings, resolver, tls }: GatewaySetup): string {
  const [connect, read] = [timeouts.connect, timeouts.read].map((ms) => Math.ceil(ms / 1000));
  const ports = slots.map(({ listen }) => `${listen.port}:ip-in=${listen.host}`);
  return `CONFIG proxy.config.http.server_ports STRING ${ports.join(' ')}
CONFIG proxy.config.exec_thread.autoconfig INT 0
CONFIG proxy.config.exec_thread.limit INT 1
CONFIG proxy.config.exec_thread.affinity INT 0
CONFIG proxy.config.accept_threads INT 0
CONFIG proxy.config.task_threads INT 1
CONFIG proxy.config.cache.threads_per_disk INT 1
${root ? '# The folder is private to the user who starts it.\nCONFIG proxy.config.admin.user_id STRING #-1\n' : ''}CONFIG proxy.config.crash_log_helper STRING NULL
CONFIG proxy.config.core_limit INT 0

CONFIG proxy.config.http.connect_attempts_timeout INT ${Math.max(connect ?? 1, read ?? 1)}
CONFIG proxy.config.http.transaction_no_activity_timeout_out INT ${read}
CONFIG proxy.config.http.transaction_active_timeout_out INT 0
# One attempt, and nobody is taken for down.
CONFIG proxy.config.http.connect_attempts_max_retries INT 0
CONFIG proxy.config.http.connect_attempts_max_retries_dead_server INT 0
CONFIG proxy.config.http.connect_attempts_rr_retries INT 0
CONFIG proxy.config.http.down_server.cache_time INT 0
CONFIG proxy.config.http.keep_alive_enabled_out INT ${settings.keepalive ? 1 : 0}
CONFIG proxy.config.http.server_session_sharing.pool STRING global
# By default a TLS connection is kept only where the name in it is the Host that the client sent.
CONFIG proxy.config.http.server_session_sharing.match STRING ip,hostonly
CONFIG proxy.config.http.keep_alive_no_activity_timeout_out INT 60

CONFIG proxy.config.reverse_proxy.enabled INT 1
CONFIG proxy.config.url_remap.remap_required INT 1
CONFIG proxy.config.url_remap.pristine_host_hdr INT 1
# The version is not told.
CONFIG proxy.config.http.response_server_enabled INT 1
CONFIG proxy.config.http.response_server_str STRING ATS

CONFIG proxy.config.http.cache.http INT ${settings.cache ? 1 : 0}
# What says nothing of its age is not kept.
CONFIG proxy.config.http.cache.required_headers INT 2
CONFIG proxy.config.http.cache.heuristic_min_lifetime INT 0
CONFIG proxy.config.http.cache.heuristic_max_lifetime INT 0

CONFIG proxy.config.log.logging_enabled INT 3
# By default a log is looked at every five seconds, and its lines come when their case is over.
CONFIG proxy.config.log.max_secs_per_buffer INT 1
CONFIG proxy.config.log.periodic_tasks_interval INT 1
CONFIG proxy.config.diags.output.note STRING L
CONFIG proxy.config.output.logfile.rolling_enabled INT 0
${resolver ? names(resolver, connect) : ''}${settings.pool ? limited(settings.pool) : ''}${tls ? verified(tls, dir) : ''}${rawConfiguration(settings, 'trafficserver')}`;
}

/** One question, and its answer is kept for as long as it says. */
function names({ host, port }: Address, timeout = 1): string {
  return `
CONFIG proxy.config.dns.nameservers STRING ${host}:${port}
CONFIG proxy.config.dns.resolv_conf STRING NULL
CONFIG proxy.config.dns.search_default_domains INT 0
CONFIG proxy.config.dns.retries INT 0
CONFIG proxy.config.dns.lookup_timeout INT ${timeout}
# By default an answer is known by its id alone, whatever question it holds.
CONFIG proxy.config.dns.validate_query_name INT 1
CONFIG proxy.config.hostdb.lookup_timeout INT ${timeout}
CONFIG proxy.config.hostdb.ttl_mode INT 0
CONFIG proxy.config.hostdb.fail.timeout INT 0
CONFIG proxy.config.hostdb.serve_stale_for INT 0
`;
}

/** By address and port. Nobody waits: a place in its queue is one for as long as it takes. */
function limited({ connections }: PoolLimit): string {
  return `
CONFIG proxy.config.http.per_server.connection.max INT ${connections}
CONFIG proxy.config.http.per_server.connection.match STRING ip
CONFIG proxy.config.http.per_server.connection.queue_size INT 0
`;
}

/** By default a certificate that is not good is only logged. After `@` stands the name itself. */
function verified({ name }: TlsTrust, dir: string): string {
  return `
CONFIG proxy.config.ssl.client.verify.server.policy STRING ENFORCED
CONFIG proxy.config.ssl.client.verify.server.properties STRING ALL
CONFIG proxy.config.ssl.client.CA.cert.path STRING ${dir}
CONFIG proxy.config.ssl.client.CA.cert.filename STRING ${CA}
CONFIG proxy.config.ssl.client.sni_policy STRING @${name}
`;
}

/** The rule of a listener's own address alone would leave out who names another host, or none. */
function rules(slot: Slot, scheme: string): string {
  return routesOf(slot)
    .map(({ prefix, address }) => {
      const target = `${scheme}://${address.host}:${address.port}${prefix}`;
      return `map ${prefix} ${target}\n`;
    })
    .join('');
}

const LOGGING = `logging:
  formats:
    - name: gateway
      format: '%<cqtn> %<{Host}cqh> "%<cqtx>" %<pssc> %<pscl> %<ttms> ms %<crc> upstream=%<shi> status=%<sssc> id=%<{${CORRELATION_HEADER}}cqh>'
  logs:
    - filename: access
      format: gateway
      mode: ascii
`;

const EVERYBODY = `ip_allow:
  - apply: in
    ip_addrs: 0/0
    action: allow
    methods: ALL
`;
