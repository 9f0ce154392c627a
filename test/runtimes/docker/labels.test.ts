import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { identityOf } from '../../../harness/core/process-identity.ts';
import { isLeftBehind, labels } from '../../../harness/runtimes/docker/labels.ts';

/** Our labels, as another process would have set them. */
function labelsOf(change: (parts: { host: string; pid: string; start: string }) => readonly string[]) {
  const ours = labels('r1');
  const [host = '', pid = '', start = ''] = ours['gatecrash.started-by']?.split(':') ?? [];
  return { ...ours, 'gatecrash.started-by': change({ host, pid, start }).join(':') };
}

t.test('what this process has made is not left behind', async (t) => {
  t.notOk(isLeftBehind(labels('r1')));
});

t.test('what a process that has ended has made is left behind', async (t) => {
  const child = spawn('sleep', ['60']);
  const { pid, startTime } = identityOf(child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.ok(isLeftBehind(labelsOf(({ host }) => [host, String(pid), startTime ?? ''])));
});

t.test('a process id that somebody else has now says nothing', { skip: !identityOf().startTime }, async (t) => {
  t.ok(isLeftBehind(labelsOf(({ host, pid }) => [host, pid, '1'])));
});

t.test('what another machine has made, or has no labels of ours, is never left behind', async (t) => {
  t.notOk(isLeftBehind(labelsOf(({ pid }) => ['elsewhere', pid, '1'])));
  t.notOk(isLeftBehind({ 'com.example': 'theirs' }));
  t.notOk(isLeftBehind(undefined));
});
