import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { HEALTHY } from '../../harness/core/script.ts';
import unixAcceptQueueFull from '../../harness/faults/unix-accept-queue-full.ts';
import unixSocketMissing from '../../harness/faults/unix-socket-missing.ts';
import { fillAcceptQueue } from '../../harness/network/fill-accept-queue.ts';
import { probe } from '../../harness/network/probe.ts';
import { Bench } from '../upstream/bench.ts';
import { get } from '../upstream/raw-peer.ts';

/** A server of its own process, on a Unix socket with a backlog of 1. */
const LISTENER = `require('node:http').createServer((request, response) => response.end('here'))
  .on('connection', () => console.log('accepted'))
  .listen({ path: process.argv[1], backlog: 1 }, () => console.log('listening'))`;

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

/** The first octets of what a Unix socket answers. */
async function answerOf(path: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = createConnection({ path }).setEncoding('latin1').once('data', resolve).once('error', reject);
  socket.write(get('/'));
  return await promise.finally(() => socket.destroy());
}

t.test('unix-socket-missing: the socket answers, its file goes, connect meets ENOENT, and it comes back', async (t) => {
  // The path of a socket has room for 108 octets (unix(7)), and the folders of tests have long names.
  const folder = mkdtempSync(join(tmpdir(), 'gatecrash-socket-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'app');
  t.same(unixSocketMissing.effect({}), { place: 'listener', state: 'unlinked' });
  const up = await bench.upstream(HEALTHY);
  up.address = { host: path, port: 0 };
  await up.play(HEALTHY);
  t.match(await answerOf(path), /^HTTP\/1\.1 200 OK\r\n/);
  await bench.process.control.put(up.name, { listen: null, script: HEALTHY });
  t.notOk(existsSync(path));
  const met = await probe(up.address);
  t.equal(met.result, 'ENOENT');
  t.equal(unixSocketMissing.fired({ observations: [], probes: [met] }), null, 'and it says that it fired');
  await up.play(HEALTHY);
  t.match(await answerOf(path), /^HTTP\/1\.1 200 OK\r\n/);
});

t.test('unix-accept-queue-full: connects meet EAGAIN while nobody accepts, and are answered afterwards', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gatecrash-socket-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'app');
  t.same(unixAcceptQueueFull.effect({}), { place: 'listener', state: 'full' });
  const child = spawn(process.execPath, ['-e', LISTENER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill('SIGSTOP');
  const queue = await fillAcceptQueue({ host: path, port: 0 });
  t.equal(queue.held, 2, 'a backlog of 1 has room for two');
  const met = await probe({ host: path, port: 0 });
  t.equal(met.result, 'EAGAIN');
  t.equal(unixAcceptQueueFull.fired({ observations: [], probes: [met] }), null, 'and it says that it fired');
  t.ok(unixAcceptQueueFull.fired({ observations: [], probes: [{ ...met, result: 'connected' }] }));
  queue.release();
  const accepted = once(child.stdout, 'data');
  child.kill('SIGCONT');
  await accepted;
  t.match(await answerOf(path), /^HTTP\/1\.1 200 OK\r\n/);
});
