import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf, type SlotRoute } from '../core/routes-of.ts';

const CA = 'ca.pem';

const TELL_VERSION = { args: ['--version'], version: /nghttpx nghttp2\/(\d[\d.]*)/ };

export default {
  name: 'nghttpx',
  title: 'nghttpx',
  summary: 'The proxy of nghttp2 with one worker, clients by HTTP/1.1 and without TLS.',
  embedded: false,
  features: ['keepalive', 'run-time-dns', 'http2', 'tls'],
  // A backend is chosen by host and path alone, whatever listener a request came to.
  slots: 1,
  raw: 'at the end of nghttpx.conf',
  image: {
    reference: 'gatecrash-built/nghttpx:bookworm',
    program: 'nghttpx',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },
  debian: { packages: ['nghttp2-proxy'], program: '/usr/sbin/nghttpx' },

  own: {
    file: '/etc/nghttpx/nghttpx.conf',
    folders: ['/run', '/var/log/nghttpx'],
    logs: ['/var/log/nghttpx/error.log', '/var/log/nghttpx/access.log'],
    command: (program) => [program, '--conf=/etc/nghttpx/nghttpx.conf'],
    stop: 'SIGQUIT',
  },

  find() {
    return findProgram({
      names: ['nghttpx'],
      ...TELL_VERSION,
      install: 'install the package nghttp2-proxy (Debian) or nghttp2 (Alpine, Fedora, Arch)',
    });
  },

  launch(setup) {
    return {
      files: { 'nghttpx.conf': configuration(setup), ...(setup.tls ? { [CA]: setup.tls.ca } : {}) },
      command: [setup.program, `--conf=${join(setup.dir, 'nghttpx.conf')}`],
      logs: ['error.log', 'access.log'],
      // The orderly stop; the grace period keeps it short.
      stop: 'SIGQUIT',
    };
  },
} satisfies Gateway;

function configuration(setup: GatewaySetup): string {
  const { dir, slots, timeouts, settings } = setup;
  const { connect, read } = timeouts;
  return `workers=1
${slots.map((slot) => ends(slot, setup)).join('')}
errorlog-file=${join(dir, 'error.log')}
accesslog-file=${join(dir, 'access.log')}
accesslog-format=$time_iso8601 $server_port "$request" $status $body_bytes_sent time=$request_time upstream=$backend_host:$backend_port id=$http_${CORRELATION_HEADER.toLowerCase().replaceAll('-', '_')}

backend-connect-timeout=${connect}ms
backend-read-timeout=${read}ms
backend-write-timeout=${read}ms
backend-http2-settings-timeout=${read}ms
worker-process-grace-shutdown-period=100ms
# How long a backend is left alone after it could not be connected to; it would grow up to two minutes.
backend-max-backoff=0
dns-cache-timeout=0
dns-lookup-timeout=${connect}ms
dns-max-try=1
${settings.keepalive || settings.http2 ? '' : NO_POOL}${setup.tls ? `cacert=${join(dir, CA)}\n` : ''}${rawConfiguration(settings, 'nghttpx')}`;
}

/** There is no switch: the backend is told to close, and what it leaves open is closed as soon as it is idle. */
const NO_POOL = `add-request-header=Connection: close
backend-keep-alive-timeout=1ms
`;

function ends(slot: Slot, setup: GatewaySetup): string {
  const backends = routesOf(slot).map((route) => backend(route, setup));
  return `frontend=${slot.listen.host},${slot.listen.port};no-tls
${backends.join('')}`;
}

/** A pattern that ends with a slash is a prefix. Names are asked for when a connection is opened. */
function backend({ prefix, address }: SlotRoute, { settings, resolver, tls }: GatewaySetup): string {
  const pattern = prefix.endsWith('/') ? prefix : `${prefix}/`;
  const parameters = [
    settings.http2 ? 'proto=h2' : 'proto=http/1.1',
    ...(tls ? ['tls', `sni=${tls.name}`] : []),
    ...(resolver ? ['dns'] : []),
  ];
  return `backend=${address.host},${address.port};${pattern};${parameters.join(';')}\n`;
}
