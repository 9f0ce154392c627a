import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import type { Address } from '../../harness/core/gateway.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import acceptQueueFull from '../../harness/faults/accept-queue-full.ts';
import unavailable from '../../harness/faults/unavailable-retry-after.ts';
import workerPool from '../../harness/faults/worker-pool-exhausted.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired, withoutDate } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

t.test('unavailable-retry-after: a well-formed 503 to every request on a connection that stays', async (t) => {
  const up = await arm(bench, unavailable);
  using peer = await RawPeer.asking(up.address, '/', 'id-1');
  const response = (id: string) =>
    `HTTP/1.1 503 Service Unavailable\r\nContent-Length: 21\r\nX-Gatecrash-Id: ${id}\r\n` +
    'Content-Type: text/plain\r\nRetry-After: 7\r\n\r\ndown for maintenance\n';
  await peer.contains('maintenance\n');
  t.equal(withoutDate(peer.text), response('id-1'));
  const first = peer.received.length;
  peer.send(get('/', 'id-2'));
  await peer.bytes(2 * first);
  t.equal(withoutDate(peer.text.slice(first)), response('id-2'));
  await fired(t, unavailable, up);
});

t.test('worker-pool-exhausted: whoever finds no worker waits, and nobody is answered', async (t) => {
  const up = await arm(bench, workerPool, { workers: 2 });
  using first = await RawPeer.asking(up.address, '/1');
  using second = await RawPeer.asking(up.address, '/2');
  await up.seen('step', (event) => event.last && event.connection === 2);
  t.ok(workerPool.fired({ observations: up.observations, probes: [] }), 'as many requests as workers are no fault');
  using third = await RawPeer.asking(up.address, '/3');
  t.match(await up.seen('waiting'), { what: 'worker', connection: 3 });
  t.same(await Promise.all([first, second, third].map((peer) => peer.silentFor(300))), [true, true, true]);
  t.notOk(up.of('step').some((event) => event.step === 'take-worker' && event.connection === 3));
  first.fin();
  await up.seen('step', (event) => event.step === 'take-worker' && event.connection === 3);
  await fired(t, workerPool, up);
});

/** Connects; null where nothing answers within 500 ms. The socket is left to the caller either way. */
async function tryConnect({ host, port }: Address, sockets: Socket[]): Promise<'connected' | null> {
  const socket = connect({ host, port });
  sockets.push(socket);
  const connected = new Promise<'connected'>((resolve, reject) => {
    socket.on('connect', () => resolve('connected'));
    socket.on('error', reject);
  });
  return Promise.race([connected, wait(500, null)]);
}

/** How many connections to a port on 127.0.0.1 are in SYN_SENT (proc(5)). */
function synSent(port: number): number {
  const remote = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 02 `;
  return readFileSync('/proc/net/tcp', 'latin1').split(remote).length - 1;
}

t.test('accept-queue-full: a frozen listener with a full queue answers no SYN', async (t) => {
  t.same(acceptQueueFull.effect({}), { place: 'listener', state: 'full' });
  const own = await Bench.start();
  const sockets: Socket[] = [];
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy();
    await own.process.stop();
  });
  const up = await own.upstream(HEALTHY, { backlog: 1 });
  process.kill(own.process.pid, 'SIGSTOP');
  let held = 0;
  while (held < 10 && (await tryConnect(up.address, sockets))) held += 1;
  t.ok(held >= 1 && held <= 2, `the queue took ${held}`);
  t.equal(synSent(up.address.port), 1, 'the next one waits for a SYN-ACK');
  process.kill(own.process.pid, 'SIGCONT');
  t.ok(await up.seen('connection', (event) => event.connection === held + 1), 'and gets in once the listener lives');
});
