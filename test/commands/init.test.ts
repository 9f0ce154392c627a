import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import { gatecrash } from '../support/cli.ts';

t.test('a new project gets a scenario, gatecrash.yaml and a workflow, and keeps what is there', async (t) => {
  const cwd = t.testdir({ scenarios: { 'first.yaml': 'mine' } });
  t.same(await gatecrash(['init'], { cwd }), {
    stdout: `kept scenarios/first.yaml, which is there already
wrote gatecrash.yaml
wrote .github/workflows/gatecrash.yml
next: gatecrash run scenarios/first.yaml
`,
    stderr: '',
    code: 0,
  });
  t.equal(readFileSync(join(cwd, 'scenarios/first.yaml'), 'utf8'), 'mine');
  t.match(parse(readFileSync(join(cwd, '.github/workflows/gatecrash.yml'), 'utf8')), { jobs: { gatecrash: {} } });
});

t.test('what init wrote is in order', async (t) => {
  const cwd = t.testdir();
  await gatecrash(['init'], { cwd });
  t.match(await gatecrash(['check'], { cwd }), { stdout: '1 scenario, no problems\n', stderr: '', code: 0 });
});
