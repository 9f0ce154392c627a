import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { gatecrash } from '../support/cli.ts';
import { matchesGolden } from '../support/golden.ts';

t.test('a new scenario is valid as it stands, refers to the schema near it, and names the next command', async (t) => {
  const cwd = t.testdir({ 'scenario.schema.json': '{}' });
  t.same(await gatecrash(['new', 'crash/mid-body'], { cwd }), {
    stdout: 'wrote scenarios/crash/mid-body.yaml\nnext: gatecrash run scenarios/crash/mid-body.yaml\n',
    stderr: '',
    code: 0,
  });
  matchesGolden(t, 'commands/new.txt', readFileSync(join(cwd, 'scenarios/crash/mid-body.yaml'), 'utf8'));
  t.match(await gatecrash(['check'], { cwd }), { stdout: '1 scenario, no problems\n', code: 0 });
});

t.test('it is about the fault that was asked for, and any id is fine', async (t) => {
  const cwd = t.testdir();
  await gatecrash(['new', 'scenarios/502/404.yaml', '--fault', 'dns-silence'], { cwd });
  t.match(
    readFileSync(join(cwd, 'scenarios/502/404.yaml'), 'utf8'),
    /\n {2}app: dns-silence # The resolver never answers/,
  );
  t.match(await gatecrash(['check'], { cwd }), { stdout: '1 scenario, no problems\n', code: 0 });
});

t.test('what is there is never overwritten', async (t) => {
  const cwd = t.testdir({ scenarios: { 'a.yaml': 'mine' } });
  const { stderr, code } = await gatecrash(['new', 'a'], { cwd });
  t.match({ stderr, code }, { stderr: /scenarios\/a\.yaml is there already/, code: 2 });
  t.equal(readFileSync(join(cwd, 'scenarios/a.yaml'), 'utf8'), 'mine');
});

t.test('a place that cannot be written to is told, and is the fault of the environment', async (t) => {
  const cwd = t.testdir({ scenarios: { crash: 'a file, not a folder' } });
  const { stderr, code } = await gatecrash(['new', 'crash/deep/a'], { cwd });
  t.match({ stderr, code }, { stderr: /^error: .*crash\/deep\/a\.yaml cannot be written: E/, code: 3 });
});
