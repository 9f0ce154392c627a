import { extname } from 'node:path';
import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import apache from '../../harness/gateways/apache.ts';
import caddy from '../../harness/gateways/caddy.ts';
import haproxy from '../../harness/gateways/haproxy.ts';
import nginx from '../../harness/gateways/nginx.ts';
import { matchesGolden } from '../support/golden.ts';
import { exampleSetups } from './setups.ts';

const GATEWAYS: readonly Gateway[] = [apache, caddy, haproxy, nginx];

/** What each golden file shows. */
const SHOWN = [
  { label: 'keepalive', keepalive: true, names: false, root: false },
  { label: 'close', keepalive: false, names: false, root: true },
  { label: 'names', keepalive: false, names: true, root: false },
];

for (const gateway of GATEWAYS) {
  t.test(`${gateway.title} is configured as an operator would write it`, (t) => {
    for (const { label, keepalive, names, root } of SHOWN) {
      const setup = exampleSetups().find(
        (each) => each.settings.keepalive === keepalive && (each.resolver !== null) === names && each.root === root,
      );
      if (setup === undefined) throw new Error(`no setup for ${label}`);
      for (const [file, text] of Object.entries(gateway.launch(setup).files)) {
        matchesGolden(t, `gateways/${gateway.name}-${label}${extname(file) || '.caddyfile'}`, text);
      }
    }
    t.end();
  });
}
