import t from 'tap';
import { gatecrash } from '../support/cli.ts';

const ABOUT = JSON.stringify({ version: '1.30.6', suite: 'sid', program: 'nginx' });

t.test('what cannot be fetched is told before anything is', async (t) => {
  const cwd = t.testdir();
  const env = { XDG_CACHE_HOME: cwd };
  const [nothing, odd, ours] = await Promise.all([
    gatecrash(['gateways', 'fetch'], { cwd, env }),
    gatecrash(['gateways', 'fetch', 'nginx@new', 'ngimx'], { cwd, env }),
    gatecrash(['gateways', 'fetch', 'reference', '--mirror', 'http://127.0.0.1:9/debian'], { cwd, env }),
  ]);
  t.match(nothing, { code: 2, stderr: /no-name[\s\S]*nginx@1\.30/ });
  t.match(odd, { code: 2, stderr: /nginx@new asks for no version[\s\S]*did you mean "nginx"/ });
  t.match(ours, { code: 2, stderr: /comes with gatecrash, in one version/ });
});

t.test(
  'without a way to a mirror the error says so, and nothing is left behind',
  { skip: await withoutApt() },
  async (t) => {
    const cwd = t.testdir();
    const args = ['gateways', 'fetch', 'nginx@1.30', '--mirror', 'http://127.0.0.1:9/debian'];
    const { code, stderr } = await gatecrash(args, { cwd, env: { XDG_CACHE_HOME: cwd } });
    t.match({ code, stderr }, { code: 3, stderr: /sid has cannot be learnt[\s\S]*127\.0\.0\.1:9[\s\S]*--mirror URL/ });
    const listed = await gatecrash(['gateways', 'list', 'nginx'], { cwd, env: { XDG_CACHE_HOME: cwd } });
    t.notMatch(listed.stdout, /fetched/);
  },
);

t.test('fetched versions stand below their gateway, until they are removed', async (t) => {
  const cwd = t.testdir({ gatecrash: { gateways: { nginx: { '1.30.6': { 'about.json': ABOUT } } } } });
  const env = { XDG_CACHE_HOME: cwd };
  const listed = await gatecrash(['gateways', 'list', 'nginx', 'reference'], { cwd, env });
  t.match(
    listed.stdout,
    /^nginx +(?:nginx \d|not found: ).*\n {2}nginx@1\.30\.6, fetched from Debian's sid\nreference /,
  );
  t.equal((await gatecrash(['gateways', 'remove', 'nginx'], { cwd, env })).stdout, 'removed nginx@1.30.6\n');
  t.equal((await gatecrash(['gateways', 'remove'], { cwd, env })).stdout, 'there was nothing to remove\n');
});

/** A reason to skip; false where apt is there. */
async function withoutApt(): Promise<string | false> {
  const { findProgram } = await import('../../harness/core/find-program.ts');
  const look = await findProgram({
    names: ['apt-get'],
    args: ['--version'],
    version: /apt (\d[\d.]*)/,
    install: 'apt',
  });
  return look.found ? false : look.reason;
}
