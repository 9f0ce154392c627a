import { tmpdir } from 'node:os';
import t from 'tap';
import { ProcessGroup } from '../../../harness/runtimes/local/process-group.ts';

const LINUX = process.platform === 'linux' ? false : 'reads /proc';

function start(script: string): ProcessGroup {
  return new ProcessGroup([process.execPath, '-e', script], { cwd: tmpdir(), env: process.env });
}

async function untilSaid(group: ProcessGroup, text: string): Promise<void> {
  while (!group.output.some((line) => line.text.includes(text))) await new Promise((resume) => setTimeout(resume, 10));
}

t.test('a leader that obeys its signal ends with its own exit code', async (t) => {
  const group = start('process.on("SIGTERM", () => process.exit(7)); console.log("up"); setInterval(() => {}, 1000)');
  await untilSaid(group, 'up');
  t.same(group.pids(), [group.leader]);
  t.same(await group.stop('SIGTERM'), { code: 7, signal: null });
  t.same(group.exit, { code: 7, signal: null });
});

t.test('what a leader leaves behind is killed with its group', { skip: LINUX }, async (t) => {
  const group = start(
    'const c = require("child_process").spawn("sleep", ["60"]); console.log("child " + c.pid); setTimeout(() => process.exit(0), 50)',
  );
  await untilSaid(group, 'child');
  await group.ended;
  t.equal(group.pids().length, 1, 'the child has survived its parent');
  await group.stop('SIGTERM');
  while (group.pids().length > 0) await new Promise((resume) => setTimeout(resume, 10));
  t.same(group.pids(), []);
});

t.test('a program that cannot be started rejects, and stopping it is harmless', async (t) => {
  const group = new ProcessGroup(['/no/such/program'], { cwd: tmpdir(), env: process.env });
  await t.rejects(group.ended, /ENOENT/);
  await group.stop('SIGTERM');
});

t.test('a process that leads a group of its own is looked at by nobody else', { skip: LINUX }, async (t) => {
  const leaders = new Set<number>();
  const script = 'const c = require("child_process").spawn("sleep", ["60"]); console.log("child " + c.pid + ".");';
  const group = new ProcessGroup([process.execPath, '-e', script], { cwd: tmpdir(), env: process.env, leaders });
  t.teardown(async () => await group.stop('SIGTERM'));
  await untilSaid(group, '.');
  t.equal(group.pids().length, 2);
  for (const pid of group.pids()) leaders.add(pid);
  t.same(group.pids(), [group.leader], 'but its own leader belongs to it');
});
