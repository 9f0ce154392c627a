import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import zeroWindow from '../../harness/faults/zero-window.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm } from './arm.ts';

/** Which timer the kernel has armed on the connection from this port of ours; 04 is the zero window probe's (proc(5)). */
function timerOf(port: number): string | undefined {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync('/proc/net/tcp', 'latin1').split('\n');
  const fields = lines.map((line) => line.trim().split(/\s+/)).find((line) => line[1] === local);
  return fields?.[5]?.slice(0, 2);
}

const skip = process.platform === 'linux' ? false : 'the receive window is seen in /proc on Linux only';

t.test('zero-window: the window closes, and the kernel of the sender probes it', { skip }, async (t) => {
  const bench = await Bench.start();
  t.teardown(() => bench.process.stop());
  const up = await arm(bench, zeroWindow);
  using peer = await RawPeer.connect(up.address);
  const length = 32 * 1024 * 1024;
  peer.send(`POST /upload HTTP/1.1\r\nHost: app\r\nX-Gatecrash-Id: q1\r\nContent-Length: ${length}\r\n\r\n`);
  await up.seen('request');
  t.ok(zeroWindow.fired({ observations: up.observations, probes: [] }), 'without content nothing stands still');
  peer.send(Buffer.alloc(length));
  await up.seen('step', (event) => event.last);
  // The kernel tells nobody that it probes a window.
  while (timerOf(peer.port) !== '04') await wait(20);
  t.ok(await peer.silentFor(500));
  t.equal(timerOf(peer.port), '04', 'and it stays closed');
  t.same(await up.all('request-end'), []);
  t.equal(zeroWindow.fired({ observations: up.observations, probes: [] }), null);
});
