import { extname } from 'node:path';
import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import apache from '../../harness/gateways/apache.ts';
import caddy from '../../harness/gateways/caddy.ts';
import haproxy from '../../harness/gateways/haproxy.ts';
import nginx from '../../harness/gateways/nginx.ts';
import { matchesGolden } from '../support/golden.ts';
import { exampleSetup } from './setups.ts';

const GATEWAYS: readonly Gateway[] = [apache, caddy, haproxy, nginx];

/** What each golden file shows. */
const SHOWN = [
  { label: 'keepalive', setup: exampleSetup({ keepalive: true }) },
  { label: 'close', setup: exampleSetup({}, { root: true }) },
  { label: 'names', setup: exampleSetup({}, { names: true }) },
  { label: 'cache', setup: exampleSetup({ cache: true }), feature: 'cache' },
  { label: 'replicas', setup: exampleSetup({ replicas: 3, keepalive: true }), feature: 'replicas' },
] as const;

for (const gateway of GATEWAYS) {
  t.test(`${gateway.title} is configured as an operator would write it`, (t) => {
    for (const { label, setup, ...needs } of SHOWN) {
      if ('feature' in needs && !gateway.features.includes(needs.feature)) continue;
      for (const [file, text] of Object.entries(gateway.launch(setup).files)) {
        matchesGolden(t, `gateways/${gateway.name}-${label}${extname(file) || '.caddyfile'}`, text);
      }
    }
    t.end();
  });
}
