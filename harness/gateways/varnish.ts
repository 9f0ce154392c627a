import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf } from '../core/routes-of.ts';

const TELL_VERSION = { args: ['-V'], version: /\(varnish-(\d[\d.]*\d)/ };

/**
 * Varnish speaks plain HTTP/1.1 to its backends, and takes their addresses from its VCL when that is compiled. Replicas are
 * left out too: a VCL cannot tell a backend that refused from one that has had the request, so that a second attempt would
 * either be no help for a POST or send it twice.
 */
export default {
  name: 'varnish',
  title: 'Varnish',
  summary: 'Varnish Cache, which passes everything on where no cache is asked for.',
  embedded: false,
  features: ['keepalive', 'pool', 'cache'],
  slots: 128,
  raw: 'as VCL behind the backends and before our subroutines',
  image: {
    reference: 'varnish:7.7',
    program: 'varnishd',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['varnish', 'coreutils'], program: '/usr/sbin/varnishd' },

  own: {
    file: '/etc/varnish/default.vcl',
    folders: ['/var/lib/varnish'],
    logs: [],
    // A VCL does not say where to listen. Users that it would drop to are lacking in a sandbox.
    command: (program, _text, { port }) => [
      program,
      ...['-F', '-j', 'none', '-T', 'none'],
      ...['-a', `:${port}`],
      ...['-f', '/etc/varnish/default.vcl'],
      ...['-n', '/var/lib/varnish/edge'],
      ...['-s', 'malloc,64m'],
    ],
    stop: 'SIGTERM',
  },

  find() {
    return findProgram({
      names: ['varnishd'],
      ...TELL_VERSION,
      install: 'install the package varnish',
    });
  },

  launch(setup) {
    return {
      files: { 'default.vcl': vcl(setup) },
      command: [
        setup.program,
        '-F',
        ...['-f', join(setup.dir, 'default.vcl')],
        ...['-n', join(setup.dir, 'varnish')],
        ...setup.slots.flatMap(({ listen }, index) => ['-a', `slot${index}=${listen.host}:${listen.port},HTTP`]),
        ...['-s', 'malloc,64m'],
        // Nobody is to be served from what a response does not say itself: the defaults are 120 s and 10 s.
        ...['-p', 'default_ttl=0', '-p', 'default_grace=0'],
        // No backend is put aside after an error: the defaults are 10 s and a quarter of a second.
        ...['-p', 'backend_local_error_holddown=0', '-p', 'backend_remote_error_holddown=0'],
        // One pool takes one thread for each listener.
        ...['-p', 'thread_pools=1'],
        // No management port; its log is in memory, for varnishlog to read.
        ...['-T', 'none'],
        // It would drop to users that a sandbox lacks.
        ...['-j', 'none'],
      ],
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;

function vcl(setup: GatewaySetup): string {
  const slots = setup.slots.map((slot, index) => ({ slot, name: `slot${index}` }));
  return `vcl 4.1;
${slots.map(({ slot, name }) => backends(slot, name, setup)).join('')}
${rawConfiguration(setup.settings, 'varnish')}sub vcl_recv {
${slots.map(({ slot, name }) => choice(slot, name)).join('')}${setup.settings.cache ? '' : PASS}}
${NO_VERSION}${setup.settings.cache ? OF_LISTENER : ''}${setup.settings.keepalive ? '' : NO_POOL}`;
}

function backends(slot: Slot, name: string, { timeouts, settings: { pool } }: GatewaySetup): string {
  const all = routesOf(slot).map(
    ({ upstream, address }) => `
backend ${name}_${upstream} {
  .host = "${address.host}";
  .port = "${address.port}";
  .connect_timeout = ${timeouts.connect}ms;
  .first_byte_timeout = ${timeouts.read}ms;
  .between_bytes_timeout = ${timeouts.read}ms;
${pool ? `  .max_connections = ${pool.connections};\n` : ''}}
`,
  );
  return all.join('');
}

/** The last route is the default; those before it are matched by prefix. */
function choice(slot: Slot, name: string): string {
  const routes = routesOf(slot);
  const [fallback] = routes.slice(-1);
  const rules = routes.slice(0, -1).map(
    ({ prefix, upstream }) => `    if (req.url ~ "^${prefix}") {
      set req.backend_hint = ${name}_${upstream};
    }
`,
  );
  return `  if (local.socket == "${name}") {
    set req.backend_hint = ${name}_${fallback?.upstream};
${rules.join('')}  }
`;
}

const PASS = '  return (pass);\n';

/** Responses do not tell the version, as operators set it in production. */
const NO_VERSION = `
sub vcl_deliver {
  set resp.http.Via = regsub(resp.http.Via, " \\(Varnish/[^)]*\\)", "");
}
`;

/** Every listener has responses of its own; the host and the URL are added by the built-in subroutine. */
const OF_LISTENER = `
sub vcl_hash {
  hash_data(local.socket);
}
`;

const NO_POOL = `
sub vcl_backend_fetch {
  set bereq.http.Connection = "close"; # one upstream connection for each request
}
`;
