import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { ProcessGroup } from '../../../harness/runtimes/local/process-group.ts';
import { noteGroup, openRunFolder, sweepRunFolders } from '../../../harness/runtimes/local/run-folder.ts';
import { workFolder } from '../../support/work-folder.ts';

const LINUX = process.platform === 'linux' ? false : 'reads /proc';

/** A temporary folder of the test's own, where sweeping meets no other run. */
async function ownTemporaryFolder(t: Parameters<typeof workFolder>[0]): Promise<string> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = await workFolder(t, {});
  t.teardown(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  return tmpdir();
}

t.test('the folder of a run that lives is not swept, and goes when it is disposed of', async (t) => {
  await ownTemporaryFolder(t);
  const folder = await openRunFolder();
  t.same(await sweepRunFolders(), []);
  t.ok(existsSync(folder.path));
  await folder[Symbol.asyncDispose]();
  t.notOk(existsSync(folder.path));
});

t.test('a folder that was kept is the user’s, and no sweep takes it', async (t) => {
  await ownTemporaryFolder(t);
  const folder = await openRunFolder();
  folder.keep();
  await folder[Symbol.asyncDispose]();
  t.same(await sweepRunFolders(), []);
  t.ok(existsSync(folder.path));
});

t.test('a dead run’s folder is swept, with the process groups that it left running', { skip: LINUX }, async (t) => {
  const temporary = await ownTemporaryFolder(t);
  const dead = join(temporary, 'gatecrash-dead');
  mkdirSync(dead);
  writeFileSync(join(dead, 'owner.json'), JSON.stringify({ pid: process.pid, startTime: '1' }));
  const left = new ProcessGroup(['sleep', '60'], { cwd: temporary, env: process.env });
  t.teardown(() => left.kill());
  noteGroup(join(dead, 'worker-1'), left.leader);
  t.same(await sweepRunFolders(), [dead]);
  t.same(await left.ended, { code: null, signal: 'SIGKILL' });
  t.notOk(existsSync(dead));
});

t.test('a process that only has the number of one that was noted is left alone', { skip: LINUX }, async (t) => {
  const temporary = await ownTemporaryFolder(t);
  const dead = join(temporary, 'gatecrash-dead');
  mkdirSync(join(dead, 'worker-1', 'process-groups'), { recursive: true });
  writeFileSync(join(dead, 'owner.json'), JSON.stringify({ pid: process.pid, startTime: '1' }));
  const other = new ProcessGroup(['sleep', '60'], { cwd: temporary, env: process.env });
  t.teardown(() => other.kill());
  writeFileSync(join(dead, 'worker-1', 'process-groups', String(other.leader)), '1');
  t.same(await sweepRunFolders(), [dead]);
  t.equal(other.exit, null);
});

t.test('folders of others are not touched', async (t) => {
  const temporary = await ownTemporaryFolder(t);
  mkdirSync(join(temporary, 'gatecrash-notes'));
  mkdirSync(join(temporary, 'something-else'));
  t.same(await sweepRunFolders(), []);
  t.ok(existsSync(join(temporary, 'gatecrash-notes')));
});
