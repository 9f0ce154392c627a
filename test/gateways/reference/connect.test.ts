import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { type RigOptions, startRig } from './rig.ts';
import { answer, GET, OK, SHORT } from './script.ts';

t.jobs = 4;

async function failure(options: RigOptions) {
  await using rig = await startRig(answer(OK), options);
  const { status, head } = await rig.ask(GET);
  return { status, error: /error=(\w+)/.exec(head)?.[1], log: rig.log };
}

t.test('nothing listens: 502 at once', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const log = [{ event: 'error', error: 'connection_refused', upstream: 'app' }];
  t.match(await failure({ app: { port } }), { status: 502, error: 'connection_refused', log });
});

t.test('no route: 502 at once', async (t) => {
  // connect(2) refuses a broadcast address with ENETUNREACH; nothing is sent.
  const options = { app: { host: '255.255.255.255' } };
  t.match(await failure(options), { status: 502, error: 'destination_ip_unroutable' });
});

t.test('a full accept queue: 504 after the connect timeout', async (t) => {
  const { port } = await startFullListener(t);
  const timeouts = { ...SHORT, read: 20_000 };
  t.match(await failure({ app: { port }, timeouts }), { status: 504, error: 'connection_timeout' });
});

t.test('a client that leaves while the connection is made is closed at once, without a trace', async (t) => {
  const { port } = await startFullListener(t);
  await using rig = await startRig(answer(OK), { app: { port } });
  const client = await rig.client();
  const from = performance.now();
  await client.send(GET);
  client.fin();
  t.equal(await client.ended(), 'fin');
  t.ok(performance.now() - from < 5000, 'long before the connect timeout');
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
async function startFullListener(t: Test): Promise<{ port: number }> {
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
    if (!connected) return { port };
  }
}
