import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import t from 'tap';
import { gatecrash } from '../support/cli.ts';
import { workFolder } from '../support/work-folder.ts';
import { UpSession } from './up-session.ts';

const FILES = {
  'scenarios/silent.yaml': 'name: it is silent\nupstreams: { app: never-answers }\nsteps: [{ request: GET / }]\n',
};
const ARGS = ['scenarios/silent.yaml', '-g', 'reference'];

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 130],
  ['SIGHUP', 130],
] as const) {
  t.test(`${signal} ends it in order, though a request hangs`, async (t) => {
    await using up = await UpSession.start(await workFolder(t, FILES), [...ARGS, '--send', 'GET /']);
    await up.line(/upstream +app: connection \d+ read GET \//);
    up.child.kill(signal);
    await up.line(/^stopping/);
    t.same(await up.ended, [code, null]);
    t.same(await up.portsInUse(), []);
  });
}

t.test('a time ends it, and the end of the input then does not', async (t) => {
  await using up = await UpSession.start(await workFolder(t, FILES), [...ARGS, '--for', '4s']);
  up.child.stdin.end();
  t.equal((await up.ask('PUT', '/upstreams/app/fault', 'healthy')).status, 200, 'it still stands');
  t.same(await up.ended, [0, null]);
  t.same(await up.portsInUse(), []);
});

/** Sees a port go that nobody tells of; tap's own time-out is the bound. */
async function untilFree(up: UpSession): Promise<void> {
  while ((await up.portsInUse()).length > 0) await new Promise((resume) => setTimeout(resume, 20));
}

t.test('a kill leaves nothing behind', async (t) => {
  await using up = await UpSession.start(await workFolder(t, FILES), ARGS);
  up.child.kill('SIGKILL');
  t.same(await up.ended, [null, 'SIGKILL']);
  await untilFree(up);
  t.pass('both ports are free again');
});

t.test('the end of whoever started it ends it', { skip: !existsSync('/bin/sh') && 'no shell' }, async (t) => {
  // The shell holds the other end of the pipe that the keys come through.
  const script = 'mkfifo keys; "$@" < keys & exec 3> keys; wait';
  const cwd = await workFolder(t, FILES);
  await using up = await UpSession.start(cwd, ARGS, ['sh', '-c', script, 'sh']);
  up.child.kill('SIGKILL');
  await up.ended;
  await untilFree(up);
  t.pass('both ports are free again');
});

t.test('a port that is taken is told, and nothing stays behind', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.teardown(() => other.close());
  const { port } = other.address() as { port: number };
  const cwd = await workFolder(t, FILES);
  const { stderr, code } = await gatecrash(['up', ...ARGS, '--control', String(port)], { cwd });
  t.equal(code, 3);
  t.match(stderr, `the control API cannot listen on 127.0.0.1:${port}`);
});
