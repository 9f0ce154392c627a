import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { answer, GET, OK, type RigOptions, SHORT, startRig } from './rig.ts';

t.jobs = 4;

async function failure(options: RigOptions) {
  await using rig = await startRig(answer(OK), options);
  const from = performance.now();
  const { status, head } = await rig.ask(GET);
  return { status, error: /error=(\w+)/.exec(head)?.[1], ms: performance.now() - from, log: rig.log };
}

t.test('nothing listens: 502 at once', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const { ms, ...rest } = await failure({ app: { port } });
  t.match(rest, { status: 502, error: 'connection_refused', log: [{ error: 'connection_refused', upstream: 'app' }] });
  t.ok(ms < 1000, `after ${Math.round(ms)} ms`);
});

t.test('no route: 502 at once', async (t) => {
  // connect(2) refuses a broadcast address with ENETUNREACH; nothing is sent.
  const { ms, ...rest } = await failure({ app: { host: '255.255.255.255' } });
  t.match(rest, { status: 502, error: 'destination_ip_unroutable' });
  t.ok(ms < 1000, `after ${Math.round(ms)} ms`);
});

t.test('a full accept queue: 504 after the connect timeout', async (t) => {
  const { port, held } = await startFullListener(t);
  const { ms, ...rest } = await failure({ app: { port }, timeouts: SHORT });
  t.match(rest, { status: 504, error: 'connection_timeout' });
  t.ok(ms > 300 && ms < 2000, `after ${Math.round(ms)} ms, behind ${held} connections`);
});

t.test('a client that leaves while the connection is made leaves nothing behind', async (t) => {
  const { port } = await startFullListener(t);
  await using rig = await startRig(answer(OK), { app: { port }, timeouts: SHORT });
  const client = await rig.client();
  await client.send(GET);
  client.fin();
  t.equal(await client.ended(), 'fin');
  t.equal(client.received, '');
  t.strictSame(rig.log, []);
});

for (const [what, end] of [
  ['a FIN', 'fin'],
  ['an RST', 'reset'],
] as const) {
  t.test(`${what} straight after accept: 502, asked once`, async (t) => {
    await using rig = await startRig((peer) => peer[end]());
    const { status, head } = await rig.ask(GET);
    t.equal(status, 502);
    t.match(head, 'error=connection_terminated\r\n');
    t.equal(rig.upstream.length, 1);
  });
}

/** A listener that never accepts, in a process that does nothing else, with as many connections as its queue holds. */
async function startFullListener(t: Test): Promise<{ port: number; held: number }> {
  const program = `const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const [text] = await once(child.stdout, 'data');
  const port = Number(text);
  const sockets: Socket[] = [];
  t.teardown(() => sockets.forEach((socket) => void socket.destroy()));
  for (;;) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    const full = AbortSignal.timeout(300);
    const connected = await once(socket, 'connect', { signal: full }).catch(() => null);
    if (!connected) return { port, held: sockets.length - 1 };
  }
}
