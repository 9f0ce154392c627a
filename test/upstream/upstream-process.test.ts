import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { HEALTHY } from '../../harness/core/script.ts';
import { lines } from '../../harness/upstream/lines.ts';
import { startUpstream } from '../../harness/upstream/upstream-process.ts';
import { processesOf } from '../support/processes.ts';

const ANY = { host: '127.0.0.1', port: 0 };

t.test('stop leaves nothing behind, also of a frozen process, and may be called again', async (t) => {
  const upstream = await startUpstream();
  process.kill(upstream.pid, 'SIGSTOP');
  await upstream.stop();
  t.same(processesOf(upstream.pid), []);
  await upstream.exited;
  await upstream.stop();
});

t.test('a process that was killed has told all that it saw before', async (t) => {
  await using upstream = await startUpstream();
  const kinds: string[] = [];
  upstream.control.onObservation((event) => kinds.push(event.kind));
  const { listen } = await upstream.control.put('app', { listen: ANY, script: HEALTHY });
  await fetch(`http://127.0.0.1:${listen?.port}/`).then((response) => response.text());
  process.kill(upstream.pid, 'SIGKILL');
  await upstream.exited;
  await upstream.control.flush();
  t.same(kinds.slice(0, 3), ['connection', 'request', 'request-end'], 'what came before the answer');
  await t.rejects(upstream.control.put('app', { listen: ANY, script: HEALTHY }));
});

t.test('the program dies with the process that started it, whatever that died of', async (t) => {
  const module = fileURLToPath(new URL('../../harness/upstream/upstream-process.ts', import.meta.url));
  const code = `const { startUpstream } = await import(${JSON.stringify(module)});
    console.log((await startUpstream()).pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { value } = await lines(parent.stdout).next();
  const pid = Number(value);
  t.same(processesOf(pid), [pid]);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  while (processesOf(pid).length > 0) await new Promise((resolve) => setImmediate(resolve));
  t.pass('it is gone');
});
