import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { gatecrash } from '../support/cli.ts';

t.test('the schema is printed, or written where modelines find it', async (t) => {
  const cwd = t.testdir();
  const printed = await gatecrash(['schema'], { cwd });
  t.match(
    { ...printed, stdout: JSON.parse(printed.stdout) },
    { stdout: { title: 'gatecrash scenario' }, stderr: '', code: 0 },
  );
  t.same(await gatecrash(['schema', '--write'], { cwd }), {
    stdout: '',
    stderr: 'wrote scenario.schema.json\n',
    code: 0,
  });
  t.equal(readFileSync(join(cwd, 'scenario.schema.json'), 'utf8'), printed.stdout);
});
