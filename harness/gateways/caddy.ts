import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Address, Gateway, GatewaySetup, Reload, Slot } from '../core/gateway.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf } from '../core/routes-of.ts';
import type { GatewaySettings } from '../core/scenario.ts';
import type { TlsTrust } from '../core/tls.ts';
import { socketPath } from '../core/unix-socket.ts';

const CA = 'ca.pem';
const IDENTITY = { certificate: 'client.pem', key: 'client.key' } as const;

const TELL_VERSION = { args: ['version'], version: /^v?(\d[\d.]*)/m };

export default {
  name: 'caddy',
  title: 'Caddy',
  summary: 'Caddy with reverse_proxy, over plain HTTP.',
  embedded: false,
  features: [
    'keepalive',
    'pool',
    'pool-queue',
    'run-time-dns',
    'http2',
    'replicas',
    'tls',
    'unix-sockets',
    'reload',
    'client-certificate',
  ],
  slots: 128,
  raw: 'in every reverse_proxy block',
  image: {
    reference: 'caddy:2.11.3',
    program: 'caddy',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['caddy'], program: '/usr/bin/caddy' },

  own: {
    file: '/etc/caddy/Caddyfile',
    folders: ['/var/log/caddy', '/var/lib/caddy'],
    logs: [],
    command: (program) => [program, 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
    env: { HOME: '/var/lib/caddy', XDG_CONFIG_HOME: '/var/lib/caddy', XDG_DATA_HOME: '/var/lib/caddy' },
    stop: 'SIGTERM',
  },

  find() {
    return findProgram({
      names: ['caddy'],
      ...TELL_VERSION,
      install: 'install the package caddy',
    });
  },

  launch(setup) {
    return {
      files: { Caddyfile: configuration(setup), ...filesOf(setup.tls) },
      command: [setup.program, 'run', '--config', join(setup.dir, 'Caddyfile'), '--adapter', 'caddyfile'],
      // Caddy saves its configuration and its instance id there, in the user's home if it is not told otherwise.
      env: {
        HOME: setup.dir,
        XDG_CONFIG_HOME: join(setup.dir, 'config'),
        XDG_DATA_HOME: join(setup.dir, 'data'),
      },
      stop: 'SIGTERM',
      ...(setup.settings.reload ? { reload: reload(setup) } : {}),
    };
  },
} satisfies Gateway;

/** Through its admin interface, which is a socket in the private folder. The command waits until it is done. */
function reload({ program, dir }: GatewaySetup): Reload {
  const by = [
    'reload',
    '--force',
    '--config',
    join(dir, 'Caddyfile'),
    '--adapter',
    'caddyfile',
    '--address',
    `unix/${adminIn(dir)}`,
  ];
  return {
    config: 'Caddyfile',
    by: [program, ...by],
    done: 'autosaved config|config is unchanged',
    refused: 'loading new config failed',
  };
}

function adminIn(dir: string): string {
  return join(dir, 'admin.sock');
}

/**
 * Names are left as they are: Caddy asks the system's resolver whenever it opens a connection. Without read_timeout a
 * body that stops halfway would be waited for without end; it counts from the last read, so on a kept connection from
 * before the request was sent.
 */
function configuration({ slots, timeouts, settings, tls, dir }: GatewaySetup): string {
  return `{
	admin ${settings.reload ? `unix/${adminIn(dir)}` : 'off'}
	auto_https off
	grace_period ${settings.reload ? '10s' : '100ms'}
}

(transport) {
	transport http {
		dial_timeout ${timeouts.connect}ms
		response_header_timeout ${timeouts.read}ms
		read_timeout ${timeouts.read}ms
		write_timeout ${timeouts.read}ms
${settings.keepalive ? '' : '		keepalive off\n'}${settings.pool ? `		max_conns_per_host ${settings.pool.connections}\n` : ''}${settings.http2 ? '		versions h2c 2\n' : ''}${tls ? verified(tls, { dir, handshake: timeouts.connect }) : ''}	}
}
${slots.map((slot) => site(slot, limit(settings) + rawConfiguration(settings, 'caddy', '\t\t\t'))).join('')}`;
}

function filesOf(tls: TlsTrust | undefined): Record<string, string> {
  if (!tls) return {};
  const { ca, identity } = tls;
  return {
    [CA]: ca,
    ...(identity && { [IDENTITY.certificate]: identity.certificate, [IDENTITY.key]: identity.key }),
  };
}

/** Without tls_timeout a handshake is waited for without end; with HTTP/2 among the versions Caddy would ask for it by ALPN. */
function verified({ name, identity }: TlsTrust, { dir, handshake }: { dir: string; handshake: number }): string {
  const own = `		tls_client_auth ${join(dir, IDENTITY.certificate)} ${join(dir, IDENTITY.key)}
`;
  return `${identity ? own : ''}		tls_trusted_ca_certs ${join(dir, CA)}
		tls_server_name ${name}
		tls_timeout ${handshake}ms
		versions 1.1
`;
}

/** Caddy's log has the request's fields, and with them its correlation id. Without fail_duration no upstream is ejected. */
function site(slot: Slot, raw: string): string {
  const handlers = routesOf(slot).map(
    ({ prefix, replicas }) => `	handle ${prefix}* {
		reverse_proxy ${replicas.map(({ address }) => at(address)).join(' ')} {
			import transport
${replicas.length > 1 ? POOL : ''}${raw}		}
	}
`,
  );
  return `
http://:${slot.listen.port} {
	bind ${slot.listen.host}
	log
${handlers.join('')}}
`;
}

/**
 * Whoever finds an upstream with so many requests looks for another one for as long as it may wait, and is turned away. With
 * the transport's limit alone all would wait, without end. Without max_fails nobody is ever well (2.6); no failures are counted.
 */
function limit({ pool, replicas }: GatewaySettings): string {
  if (!pool) return '';
  const queue = `\t\t\tlb_try_duration ${pool.wait}ms\n${replicas > 1 ? '' : '\t\t\tlb_try_interval 10ms\n'}`;
  return `\t\t\tunhealthy_request_count ${pool.connections}\n\t\t\tmax_fails 1\n${pool.wait > 0 ? queue : ''}`;
}

/** One more attempt, at once: Caddy would wait a quarter of a second by default. */
const POOL = `			lb_policy round_robin
			lb_retries 1
			lb_try_interval 1ms
`;

function at(address: Address): string {
  const path = socketPath(address);
  return path === null ? `${address.host}:${address.port}` : `unix/${path}`;
}
