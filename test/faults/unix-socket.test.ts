import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { HEALTHY } from '../../harness/core/script.ts';
import unixSocketMissing from '../../harness/faults/unix-socket-missing.ts';
import { probe } from '../../harness/network/probe.ts';
import { Bench } from '../upstream/bench.ts';
import { get } from '../upstream/raw-peer.ts';

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
