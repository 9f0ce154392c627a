/**
 * The driver: a worker in a container. It owns the gateways' network and process namespaces, plays cases as a worker of the
 * local runtime does, and asks the main process for containers. It talks in frames over standard input and output, and
 * ends with its input: the kernel then kills every process of its namespace, so that nothing outlives a dead harness.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import type { FromWorker, ToWorker } from '../worker/messages.ts';
import { WorkerSession } from '../worker/worker-session.ts';
import { DockerGround } from './docker-ground.ts';
import { COMPILE_CACHE, type DriverStart, RESOLVER_ADDRESS, SHARED_FOLDER } from './driver-start.ts';
import { EngineLink } from './engine-link.ts';
import { FrameReader, frame } from './frames.ts';

// Upstream programs run as another user.
await mkdir(COMPILE_CACHE);
await chmod(COMPILE_CACHE, 0o777);
const send = (message: FromWorker) => void process.stdout.write(frame(message));
const engine = new EngineLink(send);
const { promise: begun, resolve: begin } = Promise.withResolvers<DriverStart>();
let session: WorkerSession | null = null;

const reader = new FrameReader<ToWorker | DriverStart>(async (message) => {
  if (!('type' in message)) begin(message);
  else if (message.type === 'stop') {
    await session?.end();
    process.exit(0);
  } else session?.receive(message);
});
process.stdin.on('data', (chunk: Buffer) => reader.push(chunk));
process.stdin.once('close', () => process.exit(1));

const start = await begun;
// The engine's own resolver would stand between gateways and ours, with a patience and a cache of its own. These files are
// shared with every container that joins this network namespace.
await writeFile('/etc/resolv.conf', `nameserver ${RESOLVER_ADDRESS}\noptions timeout:1 attempts:1\n`);
await writeFile('/etc/hosts', '127.0.0.1 localhost\n');
const ground = await DockerGround.open(start, engine);
session = new WorkerSession({ dir: SHARED_FOLDER, ground, send, hear: (message) => engine.hear(message) });
send({ type: 'ready', capabilities: await ground.capabilities() });
