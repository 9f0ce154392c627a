import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Address, Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf } from '../core/routes-of.ts';

const TELL_VERSION = { args: ['-v'], version: /Squid Cache: Version (\d[\d.]*)/ };

export default {
  name: 'squid',
  title: 'Squid',
  summary: 'Squid as an accelerator (reverse proxy) of origin servers, one process.',
  embedded: false,
  // No replicas and no TLS: these take a cache_peer, which is tried at start, and left alone while nobody listens.
  features: ['keepalive', 'run-time-dns', 'cache', 'retries'],
  // The rewriter has all routes in one line of the configuration.
  slots: 16,
  timeouts: { connect: 2700, read: 2700 },
  raw: 'at the end of squid.conf',
  image: {
    reference: 'gatecrash-built/squid:bookworm',
    program: 'squid',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['squid', 'coreutils', 'sed'], program: '/usr/sbin/squid' },
  // No `own`: an accelerator of a user's has a cache_peer, which is dead where nobody listens as Squid starts, and which is
  // asked for its digest unless its line says otherwise.

  find() {
    return findProgram({
      names: ['squid'],
      ...TELL_VERSION,
      install: 'install the package squid',
    });
  },

  launch(setup) {
    const { program, dir } = setup;
    // In the foreground, as one process, and its cache_log on stderr too. Shared memory is named after the service.
    const configured = setup.root ? '/proc/self/fd/4' : join(dir, CONFIGURATION);
    const command = [program, '-N', '-d', '2', '-n', service(dir), '-f', configured] as const;
    return {
      files: { [CONFIGURATION]: configuration(setup) },
      command: setup.root ? ['/bin/sh', '-c', AS_NOBODY, dir, ...command] : command,
      // A helper leaves the group of processes as it starts (setsid), at whatever moment that is; it ends with squid.
      passing: '(sed) -u',
      logs: [ACCESS_LOG],
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;

/** A name of letters and digits that no other squid of the machine has: the private folder's. */
function service(dir: string): string {
  // Squid takes 32 characters; the last ones tell the instances apart.
  return dir.replaceAll(/[^A-Za-z0-9]/g, '').slice(-32);
}

const LOG = `%tl %la:%lp "%rm %ru" %>Hs %<st %tr ms %Ss/%Sh/%<a:%<p id=%{${CORRELATION_HEADER}}>h`;

const CONFIGURATION = 'squid.conf';
const ACCESS_LOG = 'access.log';

/** Squid does not serve as root, and nobody else can go into the private folder: what it reads and writes there is open before. */
const AS_NOBODY = [
  // A link to the terminal is nobody's to open; and what a container has read-only is as it should be.
  `cd "$0" && rm -f ${ACCESS_LOG} && touch ${ACCESS_LOG} && { chmod 666 ${ACCESS_LOG}; chmod 644 ${CONFIGURATION}; true; } 2>/dev/null`,
  `exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@" 3>>${ACCESS_LOG} 4<${CONFIGURATION}`,
].join(' && ');

/** Times are whole seconds, by a clock without parts of them that is looked at once a second: two end after one to three. With `allow-direct` it is the URL that leads to an upstream, as with a proxy for clients. */
function configuration({ dir, root, slots, timeouts, settings, resolver }: GatewaySetup): string {
  const [connect, read] = [timeouts.connect, timeouts.read].map((ms) => Math.floor(ms / 1000));
  return `visible_hostname gateway
httpd_suppress_version_string on
pid_filename none
coredump_dir ${dir}
netdb_filename none
pinger_enable off
max_filedescriptors 4096
memory_cache_shared off
shutdown_lifetime 0 seconds

cache_log /dev/null
logformat gateway ${LOG}
access_log stdio:${root ? '/proc/self/fd/3' : join(dir, ACCESS_LOG)} gateway
buffered_logs off

connect_timeout ${connect} seconds
read_timeout ${read} seconds
write_timeout ${read} seconds
server_persistent_connections ${settings.keepalive ? 'on' : 'off'}
quick_abort_min 0 KB
quick_abort_max 0 KB
${settings.retries ? 'forward_max_tries 1\n' : ''}
${settings.cache ? CACHE : 'cache deny all\n'}
http_access allow all
${resolver ? names(resolver) : ''}${slots.map(({ listen: { host, port } }) => `http_port ${host}:${port} accel vhost allow-direct defaultsite=gateway\n`).join('')}
# Host stays as the client sent it.
url_rewrite_host_header off
url_rewrite_program /usr/bin/sed -u ${slots.map(rewrites).join(' ')} -e s,\\s[0-9.:]*$,\\x22,
url_rewrite_children 1 startup=1 idle=1 concurrency=4096 queue-size=8192
url_rewrite_extras "%la:%lp"
${rawConfiguration(settings, 'squid')}`;
}

/** One question a second, and an answer is kept no longer than its TTL, but for a second at least. */
function names({ host }: Address): string {
  return `dns_nameservers ${host}
dns_timeout 1 seconds
dns_retransmit_interval 1 seconds
negative_dns_ttl 1 seconds
positive_dns_ttl 1 seconds
`;
}

/** What says nothing of its age is not kept. */
const CACHE = `cache_mem 64 MB
refresh_pattern . 0 0% 0
`;

/**
 * `ID URL LISTENER` becomes `ID OK rewrite-url="URL"` (without quotes escapes would be undone), by the first that
 * fits: behind it there is no URL after a space any more. A word of the configuration can have neither a space nor parentheses within, and a helper has 64 words at most.
 */
function rewrites(slot: Slot): string {
  // On every address: Squid tells the one that was asked.
  const host = slot.listen.host === '0.0.0.0' ? '[0-9.]*' : slot.listen.host.replaceAll('.', '\\.');
  const listener = `${host}:${slot.listen.port}`;
  const commands = routesOf(slot).map(({ prefix, address }) => {
    const target = `http://${address.host}:${address.port}${prefix}`;
    return `/\\s${listener}$/s,\\s[a-z]*://[^/]*${prefix},\\x20OK\\x20rewrite-url=\\x22${target},`;
  });
  return `-e ${commands.join(';')}`;
}
