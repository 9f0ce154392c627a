import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { getContainerRuntimeClient } from 'testcontainers';
import { FaultyUpstreamContainer } from '../../harness/containers/index.ts';
import { reaperSession } from '../../harness/images/reaper-session.ts';
import { lines } from '../../harness/upstream/lines.ts';
import { engineOrSkip } from '../support/engine-or-skip.ts';

t.setTimeout(120_000);

const skip = await engineOrSkip('upstream');
const PROGRAM = fileURLToPath(new URL('./programs/start-upstream.ts', import.meta.url));

/** How long a container may outlive its starter, in milliseconds. */
const PATIENCE = 20_000;

/** An image that no registry has, since nothing listens there. */
const NO_REAPER = { TESTCONTAINERS_RYUK_DISABLED: 'false', RYUK_CONTAINER_IMAGE: '127.0.0.1:9/no/reaper:1' };

async function docker() {
  return (await getContainerRuntimeClient()).container.dockerode;
}

/** Whether the engine has a container, running or not. */
async function isThere(id: string): Promise<boolean> {
  const containers = await (await docker()).listContainers({ all: true, filters: { id: [id] } });
  return containers.length > 0;
}

/** Starts the program, and gives it with the container that it has started. */
async function startProgram(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const { value } = await lines(child.stdout).next();
  return { child, id: String(value) };
}

/** Ends the program in some way, and waits until the engine tells that its container is removed. */
async function removedAfter(id: string, child: ChildProcess, end: () => unknown): Promise<void> {
  const filters = { container: [id], event: ['destroy'] };
  const events = await (await docker()).getEvents({ filters });
  try {
    end();
    await Promise.all([once(child, 'exit'), once(events, 'data', { signal: AbortSignal.timeout(PATIENCE) })]);
  } finally {
    (events as unknown as { destroy(): void }).destroy();
  }
}

t.test('a container is gone when it is stopped', { skip }, async (t) => {
  const app = await new FaultyUpstreamContainer().start();
  t.ok(await isThere(app.getId()));
  await app.stop();
  t.notOk(await isThere(app.getId()));
});

t.test('a container is gone soon after its starter was killed', { skip }, async (t) => {
  const { child, id } = await startProgram([]);
  await removedAfter(id, child, () => child.kill('SIGKILL'));
  t.notOk(await isThere(id));
});

t.test('a container is gone soon after a starter that has forgotten to stop it', { skip }, async (t) => {
  const { child, id } = await startProgram([]);
  await removedAfter(id, child, () => child.stdin?.end());
  t.equal(child.exitCode, 0, 'it is not kept alive by what it has started');
  t.notOk(await isThere(id));
});

t.test("a container starts and goes where the image of testcontainers' reaper cannot be had", { skip }, async (t) => {
  const { child, id } = await startProgram([], NO_REAPER);
  t.ok(await isThere(id));
  await removedAfter(id, child, () => child.kill('SIGKILL'));
  t.notOk(await isThere(id));
});

t.test('a container that is to be kept is kept', { skip }, async (t) => {
  const { child, id } = await startProgram(['keep']);
  t.teardown(async () => (await docker()).getContainer(id).remove({ force: true, v: true }));
  child.stdin.end();
  await once(child, 'exit');
  t.ok(await isThere(id));
});

t.test('the reaper that is switched off cannot be had', { skip }, async (t) => {
  t.equal(await reaperSession(await getContainerRuntimeClient()), null);
});
