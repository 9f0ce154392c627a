import { readdirSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { dockerfilePath, imageNames, publicBase } from '../../harness/images/dockerfiles.ts';
import { isOurs } from '../../harness/images/image-content.ts';
import { builtReference } from '../../harness/images/image-reference.ts';
import { suiteOf } from '../../harness/images/suite-of.ts';
import { setupsFor } from './setups.ts';

const FOLDER = fileURLToPath(new URL('../../harness/gateways/', import.meta.url));

const gateways = await loadFolder<Gateway>('gateways');

/** What a gateway may do of TLS beside speaking it. */
const OF_TLS = ['client-certificate', 'revocation', 'sessions'];

t.test('a gateway is named after its file', (t) => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'));
  t.strictSame(
    gateways.map(({ name }) => `${name}.ts`),
    files.sort(),
  );
  for (const { name } of gateways) t.match(name, /^[a-z][a-z0-9]*(-[a-z]+)*$/);
  t.end();
});

t.test('a gateway introduces itself', (t) => {
  for (const { name, title, summary, slots, features } of gateways) {
    t.match(title, /\S/, `${name} has a title`);
    t.match(summary, /^[A-Z][^\n]+\.$/, `${name} has a summary of one sentence`);
    t.ok(Number.isInteger(slots) && slots >= 1, `${name} takes ${slots} slots`);
    t.strictSame(
      features.filter(
        (feature) =>
          ![
            'keepalive',
            'run-time-dns',
            'cache',
            'http2',
            'replicas',
            'tls',
            'unix-sockets',
            ...OF_TLS,
            'reload',
            'workers',
            'temporary-files',
            'retries',
            'pool',
            'pool-queue',
          ].includes(feature),
      ),
      [],
      `${name} claims known features only`,
    );
  }
  t.end();
});

t.test('a gateway has an image and a Dockerfile that agree', (t) => {
  for (const { name, image, embedded } of gateways) {
    if (!image) continue;
    t.ok(imageNames().includes(name), `${name} has a folder in fixtures/images`);
    t.equal(isOurs(name), embedded, `${name} is made by gatecrash if it is part of it`);
    if (embedded) t.equal(image.reference, `gatecrash/${name}`);
    else if (image.reference === builtReference(name, suiteOf(name, 'bookworm'))) continue;
    else t.equal(publicBase(readFileSync(dockerfilePath(name), 'utf8')), image.reference);
    t.match(image.reference, embedded ? /^[^:]+$/ : /^[a-z]+(\/[a-z]+)?:v?\d+(\.\d+)+$/, 'a tag of one version');
  }
  t.end();
});

t.test('a launch is a function of its setup alone, and stays within its folder', (t) => {
  for (const gateway of gateways) {
    for (const setup of setupsFor(gateway.features)) {
      const before = structuredClone(setup);
      const launch = gateway.launch(setup);
      t.strictSame(gateway.launch(structuredClone(setup)), launch, `${gateway.name} says the same again`);
      t.strictSame(setup, before, 'and leaves its setup as it was');
      const paths = [...Object.keys(launch.files), ...(launch.folders ?? []), ...(launch.logs ?? [])];
      t.strictSame(paths.filter(leadsOutside), []);
      t.ok(launch.command.includes(setup.program), `${gateway.name} starts its program, or what starts it`);
      t.ok(launch.command.every((argument) => argument !== ''));
    }
  }
  t.end();
});

t.test('a launch mentions every address of its slots', (t) => {
  for (const gateway of gateways) {
    for (const setup of setupsFor(gateway.features)) {
      const { files, command } = gateway.launch(setup);
      const text = [...Object.values(files), ...command].join('\n');
      const addresses = setup.slots.flatMap(({ listen, upstreams }) => [listen, ...Object.values(upstreams)]);
      const missing = addresses.filter(({ host, port }) => !text.includes(host) || !text.includes(`${port}`));
      t.strictSame(missing, [], gateway.name);
    }
  }
  t.end();
});

t.test('no gateway knows of a fault', async (t) => {
  const faults = (await loadFolder<Fault>('faults')).map(({ name }) => name).filter((name) => name.includes('-'));
  t.ok(faults.length > 0);
  const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  for (const source of sources) {
    const words = new Set(readFileSync(join(FOLDER, source), 'utf8').match(/[a-z0-9]+(?:-[a-z0-9]+)+/g));
    t.strictSame(
      faults.filter((fault) => words.has(fault)),
      [],
      `${basename(source)} names none`,
    );
  }
});

/** An image of the makers' is its own base; where they publish none it is `gatecrash images build`'s, over Debian. */
function leadsOutside(path: string): boolean {
  return isAbsolute(path) || normalize(path).startsWith('..');
}
