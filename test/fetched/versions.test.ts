import { join } from 'node:path';
import t from 'tap';
import { fetchedFolder } from '../../harness/core/fetched-folder.ts';
import { fetchedVersions } from '../../harness/core/fetched-versions.ts';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { mirrorAmong } from '../../harness/fetched/debian-mirror.ts';
import { removeFetched } from '../../harness/fetched/remove-fetched.ts';
import { atVersion, chosenVersion, isVersioned, nameProblem, splitVersion } from '../../harness/run/at-version.ts';

const gateways = await loadFolder<Gateway>('gateways');

function named(name: string): Gateway {
  const gateway = gateways.find((one) => one.name === name);
  if (!gateway) throw new TypeError(`no ${name}`);
  return gateway;
}

/** A script that tells a version as nginx does, and the file that says so. */
function pretends(version: string): Record<string, string> {
  return { 'about.json': JSON.stringify({ version, suite: 'sid', program: 'nginx' }) };
}

t.test('a name is a gateway, or one at the beginning of a version', (t) => {
  t.same(splitVersion('nginx'), ['nginx', null]);
  t.same(splitVersion('nginx@1.30'), ['nginx', '1.30']);
  t.same(splitVersion('nginx@<1.30'), ['nginx', undefined], 'a range chooses no version to run');
  t.equal(nameProblem('haproxy@3.2', gateways), null);
  t.match(nameProblem('haprxy@3.2', gateways), { code: 'unknown-gateway', hint: /haproxy/ });
  t.match(nameProblem('haproxy@new', gateways), { code: 'wrong-version', hint: /haproxy@1\.30/ });
  t.end();
});

t.test('of the fetched versions the newest that begins so is taken, number by number', async (t) => {
  const folder = t.testdir({
    haproxy: { '3.2.26': pretends('3.2.26') },
    nginx: { '1.3.9': pretends('1.3.9'), '1.30.6': pretends('1.30.6'), '1.30.10': pretends('1.30.10'), '.new-x': {} },
    varnish: { '7.7.0': {} },
  });
  const fetched = await fetchedVersions(folder);
  const all = fetched.map(({ gateway, version }) => `${gateway}@${version}`);
  t.same(
    all,
    ['haproxy@3.2.26', 'nginx@1.3.9', 'nginx@1.30.6', 'nginx@1.30.10'],
    'and what was never finished is none',
  );
  t.equal(chosenVersion(fetched, 'nginx', '1.30')?.version, '1.30.10');
  t.equal(chosenVersion(fetched, 'nginx', '1.3')?.version, '1.3.9');
  t.equal(chosenVersion(fetched, 'nginx', '3'), undefined);
  t.equal(chosenVersion(fetched, 'nginx', '1.30.6')?.program, join(folder, 'nginx/1.30.6/nginx'));
});

t.test(
  'a gateway at a version is of its kind, in the image with that tag, and found where it is of that version',
  async (t) => {
    const installed: Gateway = {
      ...named('nginx'),
      find: async () => ({ found: true, program: '/usr/sbin/nginx', version: '1.22.1' }),
    };
    const at = (prefix: string): Gateway => atVersion(installed, installed, prefix, t.testdir());
    t.match(at('1.30'), { name: 'nginx@1.30', kind: 'nginx', image: { reference: 'nginx:1.30' } });
    t.ok(isVersioned(at('1.30')));
    t.notOk(isVersioned(installed));
    t.match(await at('1.22').find(), { found: true, program: '/usr/sbin/nginx' });
    const reason = /1\.22\.1 is installed.*`gatecrash gateways fetch nginx@1\.30`/;
    t.match(await at('1.30').find(), { found: false, reason });
    const own: Gateway = { ...installed, name: 'edge', kind: 'nginx', image: null };
    t.match(atVersion(own, installed, '1.22', t.testdir()), { name: 'edge@1.22', kind: 'nginx', image: null });
  },
);

t.test('every tag of an official image takes a version', (t) => {
  for (const gateway of gateways.filter(({ image }) => image && !image.reference.startsWith('gatecrash'))) {
    const { image } = atVersion(gateway, gateway, '9.87');
    t.match(image?.reference, /:v?9\.87(?:-|$)/, gateway.name);
  }
  t.end();
});

t.test('a fetched version that does not run is told as such', async (t) => {
  const folder = t.testdir({ nginx: { '1.30.6': pretends('1.30.6') } });
  const nginx = named('nginx');
  t.match(await atVersion(nginx, nginx, '1.30', folder).find(), {
    found: false,
    reason: /fetched into .* does not run/,
  });
});

t.test('fetched versions are removed by name, by version, or all', async (t) => {
  const one = { '1.30.6': pretends('1.30.6'), '1.26.3': pretends('1.26.3') };
  const folder = t.testdir({ nginx: one, caddy: { '2.11.4': pretends('2.11.4') } });
  const versions = (list: readonly { version: string }[]): string[] => list.map(({ version }) => version);
  t.same(versions(await removeFetched(['nginx@1.30'], folder)), ['1.30.6']);
  t.same(versions(await fetchedVersions(folder)), ['2.11.4', '1.26.3']);
  t.same(versions(await removeFetched([], folder)), ['2.11.4', '1.26.3']);
  t.same(await fetchedVersions(folder), []);
});

t.test('versions are kept where caches are, and come from the mirror that the machine has', (t) => {
  t.equal(fetchedFolder({ XDG_CACHE_HOME: '/x' }), '/x/gatecrash/gateways');
  t.match(fetchedFolder({}), /\/\.cache\/gatecrash\/gateways$/);
  const repositories = ['http://a.test/other ', 'http://a.test/debian-security/ ', 'http://a.test/debian/ '];
  t.equal(mirrorAmong(repositories), 'http://a.test/debian/');
  t.equal(mirrorAmong(repositories.slice(0, 2)), undefined);
  t.end();
});
