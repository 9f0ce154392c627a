import t from 'tap';
import { gatecrash } from '../support/cli.ts';
import { matchesGolden } from '../support/golden.ts';
import { workFolder } from '../support/work-folder.ts';

const NO_ENGINE = { DOCKER_HOST: 'tcp://127.0.0.1:1' };

t.test('images says what it does', async (t) => {
  const { stdout, code } = await gatecrash(['images', '--help'], { cwd: await workFolder(t, {}) });
  t.equal(code, 0);
  matchesGolden(t, 'commands/images-help.txt', stdout);
});

t.test('an image that nobody knows is refused before any engine is asked', async (t) => {
  const args = ['images', 'build', 'ngnix', 'quince'];
  const { stdout, stderr, code } = await gatecrash(args, { cwd: await workFolder(t, {}), env: NO_ENGINE });
  t.equal(stdout, '');
  t.equal(code, 2);
  matchesGolden(t, 'commands/images-unknown.txt', stderr);
});

t.test('without an engine every action says what to do', async (t) => {
  const cwd = await workFolder(t, {});
  for (const action of ['list', 'build', 'remove']) {
    const { stdout, stderr, code } = await gatecrash(['images', action], { cwd, env: NO_ENGINE });
    t.equal(stdout, '');
    t.equal(code, 3, action);
    matchesGolden(t, 'commands/images-no-engine.txt', stderr);
  }
});

t.test('an action that is none is refused', async (t) => {
  const { stderr, code } = await gatecrash(['images', 'destroy'], { cwd: await workFolder(t, {}) });
  t.equal(code, 2);
  t.match(stderr, /destroy/);
});
