import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import type { Gateway } from '../../harness/core/gateway.ts';
import { packageFolder } from '../../harness/core/package-folder.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { sandboxOrSkip } from '../support/in-sandbox.ts';
import { workFolder } from '../support/work-folder.ts';
import { UpSession } from '../up/up-session.ts';
import type { Cause } from './gateway-trouble-page.ts';

/** What the upstream must be reached by for a fault to be one; the others are put on where all is healthy. */
const SCENARIOS: Readonly<Record<string, string>> = {
  'dns-nxdomain': 'upstreams: { app: dns-nxdomain }',
  'tls-certificate-expired': 'gateway: { tls: true }\nupstreams: { app: tls-certificate-expired }',
};
const HEALTHY = 'upstreams: { app: healthy }';

const file = join(packageFolder(), 'fixtures', 'causes-of-502.yaml');
const causes = parse(readFileSync(file, 'utf8')) as Cause[];
const gateways = await loadFolder<Gateway>('gateways');
const { skip } = await sandboxOrSkip();

/** `…` stands for anything within the line. */
function patternOf(lines: string | readonly string[]): RegExp {
  return new RegExp([lines].flat().map(sourceOf).join('|'));
}

function sourceOf(line: string): string {
  return line
    .split('…')
    .map((part) => part.trim().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
}

for (const name of new Set(causes.flatMap(({ log }) => Object.keys(log)))) {
  const found = await gateways.find((one) => one.name === name)?.find();
  const why = skip || (found?.found ? false : `${name} is not here`);
  t.test(`${name} says in its log what docs/502.md has people look for`, { skip: why }, async (t) => {
    const said = causes.filter(({ log }) => name in log);
    for (const [body, some] of Map.groupBy(said, ({ fault }) => SCENARIOS[fault] ?? HEALTHY)) {
      const scenario = `name: a cause\n${body}\nsteps: [{ request: GET / }]\n`;
      const cwd = await workFolder(t, { 'scenarios/cause.yaml': scenario });
      await using up = await UpSession.start(cwd, ['scenarios/cause.yaml', '-g', name]);
      for (const { fault, log } of some) {
        await up.ask('PUT', '/upstreams/app/fault', fault);
        await up.line(/you +app is now: /);
        await up.ask('POST', '/requests', 'GET /x');
        await up.line(patternOf(log[name] ?? ''));
        t.pass(`${fault}: ${log[name]}`);
      }
    }
  });
}
