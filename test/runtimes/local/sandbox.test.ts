import t from 'tap';
import { sandboxed } from '../../../harness/runtimes/local/sandbox.ts';

t.test('a sandbox dies with its caller: death signal, kill-child, and a process namespace', (t) => {
  const command = sandboxed({ kind: 'namespaces', user: true }, ['node', 'worker']);
  t.same(command.slice(0, 4), ['setpriv', '--pdeathsig', 'KILL', 'unshare']);
  for (const flag of [
    '--user',
    '--map-root-user',
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
  ]) {
    t.ok(command.includes(flag), flag);
  }
  t.same(command.slice(-2), ['node', 'worker']);
  t.end();
});

t.test('real root needs no user namespace, and without namespaces the program runs as it is', (t) => {
  t.notOk(sandboxed({ kind: 'namespaces', user: false }, ['node']).includes('--user'));
  t.same(sandboxed({ kind: 'plain', reason: 'why' }, ['node', 'worker']), ['node', 'worker']);
  t.end();
});
