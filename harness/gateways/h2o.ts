import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf } from '../core/routes-of.ts';

const TELL_VERSION = { args: ['--version'], version: /h2o version (\d[\d.]*)/ };

export default {
  name: 'h2o',
  title: 'H2O',
  summary: 'H2O with its reverse proxy and one thread, over plain HTTP.',
  embedded: false,
  // No TLS: it verifies the name that is in the URL, and upstreams are addresses.
  features: ['keepalive', 'run-time-dns', 'retries'],
  slots: 128,
  raw: 'at the top level, before the hosts',
  image: {
    reference: 'gatecrash-built/h2o:bookworm',
    program: 'h2o',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['h2o'], program: '/usr/bin/h2o' },

  own: {
    file: '/etc/h2o/h2o.conf',
    folders: ['/run', '/var/log/h2o'],
    logs: ['/var/log/h2o/error.log', '/var/log/h2o/access.log'],
    command: (program) => [program, '-m', 'worker', '-c', '/etc/h2o/h2o.conf'],
    stop: 'SIGTERM',
  },

  find() {
    return findProgram({
      names: ['h2o'],
      ...TELL_VERSION,
      install: 'install the package h2o',
    });
  },

  launch(setup) {
    return {
      files: { 'h2o.conf': configuration(setup) },
      folders: ['temp'],
      command: [setup.program, '-m', 'worker', '-c', join(setup.dir, 'h2o.conf')],
      logs: ['error.log', 'access.log'],
      // The graceful stop, and the only one; it waits for what is held.
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;

/**
 * A time for I/O is the only one that 2.2 knows: it holds for the connection too. Upstream names are asked for of the
 * system's resolver whenever a connection is opened.
 */
function configuration({ dir, root, slots, timeouts, settings }: GatewaySetup): string {
  return `${root ? 'user: root # the folder is private to the user who starts h2o\n' : ''}num-threads: 1 # every thread has an upstream pool of its own
num-name-resolution-threads: 8
crash-handler: /bin/cat # the script that is the default ends if descriptors run out while it starts
temp-buffer-path: ${join(dir, 'temp')}
error-log: ${join(dir, 'error.log')}
access-log:
  path: ${join(dir, 'access.log')}
  format: '%t %A:%p "%r" %>s %b %{duration}x id=%{${CORRELATION_HEADER}}i'

server-name: h2o # without the version, as operators set it in production
proxy.preserve-host: ON
proxy.websocket: ON # a 101 would go on without its Upgrade
proxy.timeout.io: ${timeouts.read}
proxy.timeout.keepalive: ${settings.keepalive ? '60000' : '0'}
${rawConfiguration(settings, 'h2o')}
hosts:
${slots.map(host).join('')}`;
}

/** The host of a listener is the one whose block it is in, whatever name a client says. */
function host(slot: Slot, index: number): string {
  const paths = routesOf(slot).map(
    ({ prefix, address }) => `      ${prefix}:
        proxy.reverse.url: http://${address.host}:${address.port}${prefix}
`,
  );
  return `  slot${index}:
    listen:
      host: ${slot.listen.host}
      port: ${slot.listen.port}
    paths:
${paths.join('')}`;
}
