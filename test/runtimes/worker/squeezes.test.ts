import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Address } from '../../../harness/core/gateway.ts';
import { blockFolders } from '../../../harness/runtimes/worker/block-folders.ts';
import { exhaustDescriptors } from '../../../harness/runtimes/worker/exhaust-descriptors.ts';
import { lookAtProcesses } from '../../../harness/runtimes/worker/look-at-processes.ts';
import { RawPeer } from '../../gateways/reference/raw-peer.ts';
import { workFolder } from '../../support/work-folder.ts';

const LINUX = process.platform === 'linux' ? false : 'needs prlimit';

/** Says, to each line that comes, which error opening a file ends in. */
const PROGRAM = `const { openSync, closeSync } = require('node:fs');
const open = () => { try { closeSync(openSync('/dev/null')); return 'open'; } catch (error) { return error.code; } };
const server = require('node:net').createServer((socket) => {
  socket.on('error', () => {}).on('data', () => socket.write(open() + ';'));
}).listen(0, '127.0.0.1', () => console.log(server.address().port));
open();`;

async function start(t: Test): Promise<{ pid: number; address: Address }> {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { pid: child.pid ?? 0, address: { host: '127.0.0.1', port: Number(port) } };
}

t.test(
  'a process without a free descriptor answers on open connections, takes no new one, and goes on later',
  { skip: LINUX },
  async (t) => {
    const { pid, address } = await start(t);
    const client = new RawPeer(connect(address));
    await client.send('?');
    await client.until('open;');
    const relieve = await exhaustDescriptors([pid]);
    await client.send('?');
    await client.until('open;EMFILE;');
    const other = new RawPeer(connect(address));
    await other.send('?');
    await client.send('?');
    await client.until('open;EMFILE;EMFILE;');
    t.equal(other.received, '', 'accept(2) needs a descriptor');
    await relieve();
    await client.send('?');
    await client.until('open;EMFILE;EMFILE;open;');
    await other.until('open;');
    client.destroy();
    other.destroy();
  },
);

t.test('nothing can be made in a blocked folder, and all is there again afterwards', async (t) => {
  const dir = await workFolder(t, { 'proxy/kept': 'x' });
  const folders = [join(dir, 'proxy'), join(dir, 'not-made-yet')];
  const relieve = await blockFolders(folders);
  for (const folder of folders) t.throws(() => writeFileSync(join(folder, 'new'), ''), { code: 'ENOTDIR' });
  await relieve();
  t.ok(existsSync(join(dir, 'proxy/kept')));
  for (const folder of folders) writeFileSync(join(folder, 'new'), '');
});

t.test('what /proc says of processes; of one that is gone it says nothing', { skip: LINUX }, async (t) => {
  const { pid } = await start(t);
  const look = lookAtProcesses([pid], true);
  t.match(look, { alive: true, pids: [pid] });
  t.ok((look.descriptors ?? 0) > 3);
  t.ok((look.memory ?? 0) > 1_000_000);
  t.same(lookAtProcesses([], false), { alive: false, pids: [], descriptors: null, memory: null });
  t.end();
});
