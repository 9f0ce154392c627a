import { basename, extname } from 'node:path';
import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import apache from '../../harness/gateways/apache.ts';
import caddy from '../../harness/gateways/caddy.ts';
import envoy from '../../harness/gateways/envoy.ts';
import haproxy from '../../harness/gateways/haproxy.ts';
import lighttpd from '../../harness/gateways/lighttpd.ts';
import nginx from '../../harness/gateways/nginx.ts';
import pound from '../../harness/gateways/pound.ts';
import traefik from '../../harness/gateways/traefik.ts';
import varnish from '../../harness/gateways/varnish.ts';
import { matchesGolden } from '../support/golden.ts';
import { exampleSetup } from './setups.ts';

const GATEWAYS: readonly Gateway[] = [apache, caddy, envoy, haproxy, lighttpd, nginx, pound, traefik, varnish];

/** Text that some of them take. */
const RAW = {
  apache: 'ProxyErrorOverride On',
  caddy: 'fail_duration 1s',
  envoy: 'circuit_breakers: { thresholds: [{ max_retries: 1 }] }',
  haproxy: 'http-reuse never',
  lighttpd: 'server.max-request-size = 64',
  nginx: 'proxy_buffer_size 16k;\nproxy_buffers 4 16k;',
  traefik: 'buffering: { maxRequestBodyBytes: 1000 }',
  varnish: 'sub vcl_backend_error {\n  return (deliver);\n}',
};

/** What each golden file shows. */
const SHOWN = [
  { label: 'keepalive', setup: exampleSetup({ keepalive: true }) },
  { label: 'close', setup: exampleSetup({}, { root: true }) },
  { label: 'names', setup: exampleSetup({}, { names: true }), feature: 'run-time-dns' },
  { label: 'cache', setup: exampleSetup({ cache: true }), feature: 'cache' },
  { label: 'replicas', setup: exampleSetup({ replicas: 3, keepalive: true }), feature: 'replicas' },
  { label: 'once', setup: exampleSetup({ replicas: 2, retries: 'off' }), feature: 'retries' },
  { label: 'pool', setup: exampleSetup({ pool: { connections: 2, queue: 3, wait: 500 } }), feature: 'pool' },
  { label: 'raw', setup: exampleSetup({ configuration: RAW }) },
] as const;

for (const gateway of GATEWAYS) {
  t.test(`${gateway.title} is configured as an operator would write it`, (t) => {
    for (const { label, setup, ...needs } of SHOWN) {
      if ('feature' in needs && !gateway.features.includes(needs.feature)) continue;
      const files = Object.entries(gateway.launch(setup).files);
      for (const [file, text] of files) {
        const part = files.length > 1 ? `-${basename(file, extname(file))}` : '';
        matchesGolden(t, `gateways/${gateway.name}-${label}${part}${extname(file) || '.caddyfile'}`, text);
      }
    }
    t.end();
  });
}
