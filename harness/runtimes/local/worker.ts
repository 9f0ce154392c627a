import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:net';
import { startUpstream } from '../../upstream/upstream-process.ts';
import type { FromWorker, ToWorker } from '../worker/messages.ts';
import { WorkerSession } from '../worker/worker-session.ts';
import { LocalGround } from './local-ground.ts';
import { noteGroup } from './run-folder.ts';
import { bringUpLoopback, RESOLVER, setUpSandbox } from './set-up-sandbox.ts';
import type { WorkerOptions } from './worker-process.ts';

// A worker: a process in a sandbox of its own that plays several cases at once and sends back their evidence.

// The main process may be gone at any moment, also before the sandbox stands. In a namespace our own end takes everything
// along; without one, the session below kills what it started first.
process.on('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);

const options = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions;
await mkdir(options.dir, { recursive: true });
if (options.sandbox.kind === 'plain') noteGroup(options.dir, process.pid);
await bringUpLoopback(options.sandbox);
const [{ capabilities, daemonPrefix }, shared] = await Promise.all([
  setUpSandbox(options.sandbox, options.dir),
  startUpstream(),
]);
if (capabilities.dns === true) await shared.control.resolver(RESOLVER);

const send = (message: FromWorker) => {
  if (process.connected) process.send?.(message);
};
const ground = new LocalGround(options, shared, daemonPrefix);
const session = new WorkerSession({ dir: options.dir, ground, send });

process.prependListener('disconnect', () => ground.kill());
process.on('message', async (message: ToWorker, door?: Server) => {
  if (message.type === 'stop') {
    await session.end();
    process.exit(0);
  }
  session.receive(message, door);
});
send({ type: 'ready', capabilities });
