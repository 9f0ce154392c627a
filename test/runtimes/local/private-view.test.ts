import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import type { Launch } from '../../../harness/core/gateway.ts';
import { seenFromOutside } from '../../../harness/core/seen-from-outside.ts';
import { privateView } from '../../../harness/runtimes/local/private-view.ts';
import { sandboxed } from '../../../harness/runtimes/local/sandbox.ts';
import { sandboxOrSkip } from '../../support/in-sandbox.ts';
import { workFolder } from '../../support/work-folder.ts';

const { sandbox, skip } = await sandboxOrSkip();
const run = promisify(execFile);

/** What a shell says that sees the launch's files; and the folder of the launch. */
async function seen(t: Test, launch: Partial<Launch>, script: string): Promise<{ said: string; dir: string }> {
  const dir = await workFolder(t, {});
  const view = await privateView({ files: {}, command: ['sh'], stop: 'SIGTERM', ...launch }, dir);
  const [program, ...args] = sandboxed(sandbox, [...view, 'sh', '-c', script]);
  const { stdout } = await run(program, args);
  return { said: stdout, dir };
}

t.test('a launch that puts nothing anywhere has no view of its own', async (t) => {
  t.same(await privateView({ files: {}, command: ['sh'], stop: 'SIGTERM' }, t.testdir()), []);
});

t.test(
  'files stand where the gateway looks for them, over others or in folders that are not there',
  { skip },
  async (t) => {
    const placed = { '/etc/passwd': 'nobody', '/etc/gatecrash-edge/conf.d/edge.conf': 'listen 80;\n' };
    const { said } = await seen(
      t,
      { placed },
      'cat /etc/passwd /etc/gatecrash-edge/conf.d/edge.conf; cat /etc/hostname',
    );
    t.equal(said, `nobodylisten 80;\n${readFileSync('/etc/hostname', 'utf8')}`, 'and the others are there as well');
    t.notOk(existsSync('/etc/gatecrash-edge'), 'for the gateway alone');
    t.notMatch(readFileSync('/etc/passwd', 'utf8'), /^nobody$/);
  },
);

t.test('folders are empty and writable, and what is written there is seen from outside', { skip }, async (t) => {
  const before = statSync('/var/log').mtimeMs;
  const writable = ['/var/log', '/var/lib/gatecrash-edge'];
  const script = 'find /var/log -type f; echo here > /var/log/error.log; echo there > /var/lib/gatecrash-edge/state';
  const { said, dir } = await seen(t, { writable }, script);
  t.equal(said, '');
  t.equal(readFileSync(join(dir, seenFromOutside('/var/log/error.log')), 'utf8'), 'here\n');
  t.equal(readFileSync(join(dir, seenFromOutside('/var/lib/gatecrash-edge/state')), 'utf8'), 'there\n');
  t.equal(statSync('/var/log').mtimeMs, before);
  t.notOk(existsSync('/var/lib/gatecrash-edge'));
});

t.test('a folder right below / cannot be made', { skip }, async (t) => {
  await t.rejects(seen(t, { placed: { '/gatecrash-edge/x': '' } }, 'true'), /no new folder can be put right below/);
});

t.test('folders that a service would make when it is first started are there', { skip }, async (t) => {
  const launch = { writable: ['/run'], env: { PID_FILE: '/run/gatecrash-service/never/service.pid' } };
  const { said } = await seen(t, launch, 'stat -c "%F %a" /run/gatecrash-service/never');
  t.equal(said, 'directory 1777\n');
  t.notOk(existsSync('/run/gatecrash-service'), 'for the gateway alone');
});
