import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { workFolder } from '../support/work-folder.ts';
import { ExecutedCode } from './executed-code.ts';

const SOURCE = `export const NAME: string = 'outside';
function called(flag: boolean): string {
  return flag ? 'taken' : 'left out';
}
function forgotten(): string {
  return 'never';
}
if (process.argv[2] === 'both') forgotten();
called(true);
`;

async function executed(t: Test, ...args: string[]): Promise<(text: string) => boolean> {
  const folder = await workFolder(t, { 'program.ts': SOURCE });
  const program = join(folder, 'program.ts');
  const reports = join(folder, 'reports');
  for (const arg of args) spawnSync(process.execPath, [program, arg], { env: { NODE_V8_COVERAGE: reports } });
  const code = new ExecutedCode(reports, (url) => url === pathToFileURL(program).href);
  t.equal(code.processes, args.length);
  return (text) => {
    const start = SOURCE.indexOf(text);
    return code.reached({ url: pathToFileURL(program).href, start, end: start + text.length });
  };
}

t.test('code that a process ran is told from code that it did not', async (t) => {
  const reached = await executed(t, 'one');
  t.ok(reached("'outside'"));
  t.ok(reached("'taken'"));
  t.notOk(reached("'left out'"), 'a branch that was not taken');
  t.notOk(reached("'never'"), 'a function that was not called');
  t.ok(reached("'left out';\n}\nfunction"), 'a part of it is enough');
});

t.test('code is run when any of the processes ran it', async (t) => {
  const reached = await executed(t, 'one', 'both');
  t.ok(reached("'never'"));
  t.notOk(reached("'left out'"));
});

t.test('two have the same signature where they executed the same code', async (t) => {
  const folder = await workFolder(t, { 'program.ts': SOURCE });
  const program = join(folder, 'program.ts');
  const signature = (name: string, arg: string): string => {
    spawnSync(process.execPath, [program, arg], { env: { NODE_V8_COVERAGE: join(folder, name) } });
    return new ExecutedCode(join(folder, name), (url) => url === pathToFileURL(program).href).signature;
  };
  t.equal(signature('a', 'one'), signature('b', 'two'));
  t.not(signature('c', 'both'), signature('d', 'one'));
});

t.test('of a file that no process loaded nothing was run', async (t) => {
  const folder = await workFolder(t, { 'reports/.keep': '{"result":[]}' });
  const code = new ExecutedCode(join(folder, 'reports'), () => true);
  t.notOk(code.reached({ url: 'file:///elsewhere.ts', start: 0, end: 10 }));
});
