import { fileURLToPath } from 'node:url';
import t from 'tap';
import { fetchedVersions } from '../../harness/core/fetched-versions.ts';
import { gatecrash } from '../support/cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const fetched = (await fetchedVersions()).findLast(({ gateway }) => gateway === 'nginx');
const missing = fetched ? false : 'no nginx was fetched: `npm run gatecrash -- gateways fetch nginx --suite sid`';
const skip = process.env.GATECRASH_REQUIRE === 'all' ? false : missing;

t.test('a fetched version is run by its name, and what is known of its kind holds for it', { skip }, async (t) => {
  if (!fetched) throw new Error(`GATECRASH_REQUIRE=all, and ${missing}`);
  const { XDG_CACHE_HOME } = process.env;
  const gateway = `nginx@${fetched.version}`;
  // One that every nginx passes, one whose answer depends on the version, and one where every nginx is known to deviate.
  const paths = ['head/headers-cut', 'head/content-length-invalid', 'body/chunk-size-invalid'];
  const { stdout, stderr, code } = await gatecrash(
    [
      'run',
      ...paths.map((path) => `scenarios/${path}.yaml`),
      '--gateway',
      gateway,
      '--reporter',
      'json',
      '--runtime',
      'local',
    ],
    { cwd: ROOT, env: XDG_CACHE_HOME ? { XDG_CACHE_HOME } : {} },
  );
  t.equal(code, 0, stderr);
  const ended = stdout
    .split('\n')
    .filter((line) => line.startsWith('{"type":"case-ended"'))
    .map((line): { case: string; version: string; result: string } => JSON.parse(line))
    .sort((one, other) => one.case.localeCompare(other.case));
  t.match(ended, [
    { case: `body/chunk-size-invalid@${gateway}`, result: 'deviates', version: fetched.version },
    { case: `head/content-length-invalid@${gateway}`, result: 'pass', version: fetched.version },
    { case: `head/headers-cut@${gateway}`, result: 'pass', version: fetched.version },
  ]);
});

t.test('a version beside all gateways is looked for, and must be there', async (t) => {
  const names = ['--gateway', 'all', '--gateway', 'reference@9.9'];
  const args = ['run', 'scenarios/head/headers-cut.yaml', ...names, '--runtime', 'local'];
  const { stderr, code } = await gatecrash(args, { cwd: ROOT });
  t.equal(code, 3);
  t.match(stderr, /no version 9\.9 is here/);
});
