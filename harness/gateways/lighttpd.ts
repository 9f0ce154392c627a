import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf, type SlotRoute } from '../core/routes-of.ts';

const TELL_VERSION = { args: ['-v'], version: /lighttpd\/(\d[\d.]*)/ };

/** Its mod_proxy speaks plain HTTP/1.1, one request on a connection, and looks names up when it starts. */
export default {
  name: 'lighttpd',
  title: 'lighttpd',
  summary: 'The server lighttpd with mod_proxy, one upstream connection for each request.',
  embedded: false,
  features: ['replicas'],
  slots: 128,
  timeouts: { connect: 3500, read: 3500 },
  raw: 'before the sockets',
  image: {
    reference: 'gatecrash-built/lighttpd:bookworm',
    program: 'lighttpd',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['lighttpd'], program: '/usr/sbin/lighttpd' },

  own: {
    file: '/etc/lighttpd/lighttpd.conf',
    folders: ['/run', '/var/log/lighttpd', '/var/cache/lighttpd'],
    logs: ['/var/log/lighttpd/error.log', '/var/log/lighttpd/access.log'],
    command: (program) => [program, '-D', '-f', '/etc/lighttpd/lighttpd.conf'],
    stop: 'SIGINT',
  },

  find() {
    return findProgram({
      names: ['lighttpd'],
      ...TELL_VERSION,
      install: 'install the package lighttpd',
    });
  },

  launch(setup) {
    return {
      files: { 'lighttpd.conf': configuration(setup) },
      folders: ['tmp'],
      command: [setup.program, '-D', '-f', join(setup.dir, 'lighttpd.conf')],
      logs: ['error.log', 'access.log'],
      // The graceful stop, which ends in exit code 0 (SIGTERM does not where a request is open).
      stop: 'SIGINT',
    };
  },
} satisfies Gateway;

function configuration(setup: GatewaySetup): string {
  const { slots, dir } = setup;
  const [first] = slots;
  if (!first) throw new TypeError('lighttpd needs a slot to listen for');
  return `server.modules = ("mod_proxy", "mod_accesslog")
server.document-root = "${dir}" # it must have one, and serves nothing from it
server.upload-dirs = ("${join(dir, 'tmp')}")
server.tag = "lighttpd" # without its version
# Targets are passed on as they came; by default %2f becomes %2F.
server.http-parseopts = ("url-normalize" => "disable", "url-normalize-unreserved" => "disable")
server.feature-flags = ("server.graceful-shutdown-timeout" => 1)
server.max-fds = 4096
server.max-connections = 2048
server.errorlog = "${join(dir, 'error.log')}"
accesslog.filename = "${join(dir, 'access.log')}"
accesslog.format = "%t %A:%p \\"%r\\" %s %b %{ms}Tms id=%{${CORRELATION_HEADER}}i"
server.stream-response-body = 1 # what comes from the upstream is sent at once
${rawConfiguration(setup.settings, 'lighttpd')}
# The server itself has one of the listeners.
server.bind = "${first.listen.host}"
server.port = ${first.listen.port}
${slots.map((slot) => socket(slot, setup)).join('')}`;
}

function socket(slot: Slot, setup: GatewaySetup): string {
  const { host, port } = slot.listen;
  const routes = routesOf(slot).map(
    (route, index) => `${index === 0 ? '  ' : ' else '}$HTTP["url"] =^ "${route.prefix}" {
${proxy(route, setup)}  }`,
  );
  return `
$SERVER["socket"] == "${host}:${port}" {
${routes.join('')}
}
`;
}

/**
 * Its timeouts are whole seconds, looked at once a second, and end one to two seconds late: with 1, the least, it takes 3.5 s
 * at most. `disable-time`: no upstream is put aside after an error.
 */
function proxy({ replicas }: SlotRoute, { timeouts: { connect, read } }: GatewaySetup): string {
  const [c, r] = [connect, read].map((milliseconds) => Math.max(1, Math.floor(milliseconds / 1000) - 2));
  const servers = replicas.map(
    ({ address }) => `      ("host" => "${address.host}", "port" => ${address.port},
       "connect-timeout" => ${c}, "read-timeout" => ${r}, "write-timeout" => ${r}, "disable-time" => 0)`,
  );
  return `    proxy.server = ("" => (
${servers.join(',\n')}
    ))
    proxy.header = ("upgrade" => "enable") # without it a 101 goes on, and its tunnel ends with the request
${replicas.length > 1 ? '    proxy.balance = "round-robin"\n' : ''}`;
}
