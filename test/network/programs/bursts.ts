import { execFileSync } from 'node:child_process';
import t from 'tap';
import type { Effect, NetworkTrouble } from '../../../harness/core/effect.ts';
import tinySegments from '../../../harness/faults/tiny-segments.ts';
import { arm } from '../../../harness/network/arm.ts';
import { installRules } from '../../../harness/network/rules.ts';
import { Bench } from '../../upstream/bench.ts';
import { RawPeer } from '../../upstream/raw-peer.ts';
import { arrivals } from './datagrams.ts';
import { kernelCounter } from './kernel-counter.ts';
import { RawClient } from './raw-client.ts';
import { listenRaw } from './raw-listener.ts';

// Runs in a network namespace of its own: both ends share it, and each upstream has an address of its own.

const BOTH = { to: true, from: true, devices: ['lo'] };
const APP = { host: '127.5.0.1', port: 3000 };
const NEIGHBOUR = { host: '127.5.0.2', port: 3000 };

execFileSync('ip', ['link', 'set', 'lo', 'up']);
await installRules({ output: false });
const listeners = await Promise.all([APP, NEIGHBOUR].map(({ host, port }) => listenRaw(host, port)));
t.teardown(() => Promise.all(listeners.map((one) => one[Symbol.asyncDispose]())));

const network = (trouble: NetworkTrouble): Extract<Effect, { place: 'network' }> => ({ place: 'network', trouble });

t.test('burst loss: of ten packets from the upstream the last four are lost, in a row, and come again', async (t) => {
  const armed = await arm(APP.host, network({ kind: 'burst-loss', burst: 4, every: 10 }), BOTH);
  t.equal((await arrivals(APP, Array<number>(20).fill(100))).length, 20, 'packets to the upstream are spared');
  const before = kernelCounter('snmp', 'Tcp', 'RetransSegs');
  using client = await RawClient.connect(APP);
  for (let piece = 1; piece <= 40; piece += 1) {
    client.ask(200);
    t.ok(await client.has(piece * 200, 5000));
  }
  const lost = await armed.hits();
  t.ok(lost >= 4, `${lost} packets were lost`);
  t.ok(kernelCounter('snmp', 'Tcp', 'RetransSegs') > before, 'and TCP sent again');
  t.equal((await armed.disarm()).packets, lost);
});

t.test('a line that falls to no bandwidth lets so many bytes through, and then not even a FIN', async (t) => {
  const armed = await arm(APP.host, network({ kind: 'cut-line', bytes: 2000 }), BOTH);
  using client = await RawClient.connect(APP);
  client.ask(500);
  t.ok(await client.has(500, 5000));
  client.ask(500);
  t.ok(await client.has(1000, 5000));
  client.ask(1500);
  t.notOk(await client.has(1001, 700), 'the third answer is over the quota');
  t.equal(client.ended, null);
  using neighbour = await RawClient.connect(NEIGHBOUR);
  neighbour.ask(4000);
  t.ok(await neighbour.has(4000, 5000), 'the neighbour is spared');
  t.ok((await armed.disarm()).packets > 0);
  t.ok(await client.has(2500, 10_000), 'disarmed, TCP brings the rest');
});

t.test('a one-way partition: the handshake is made, requests arrive, and nothing comes back', async (t) => {
  const bench = await Bench.start();
  t.teardown(() => bench.process.stop());
  const up = await bench.upstream({
    connections: [],
    rest: { steps: [{ do: 'read', what: 'request' }, { do: 'answer' }], loop: true },
  });
  const armed = await arm(`${up.address.host}:${up.address.port}`, network({ kind: 'one-way' }), BOTH);
  using peer = await RawPeer.asking(up.address);
  await up.seen('step', (event) => event.step === 'answer');
  t.ok(await peer.silentFor(500), 'it was answered, and the answer is lost');
  t.equal((await up.all('request')).length, 1, 'TCP sent the request again, and its reader got it once');
  t.ok((await armed.disarm()).packets > 0);
  await peer.contains('answered');
});

t.test('tiny segments: octets of the answer are packets of their own', async (t) => {
  const bench = await Bench.start();
  t.teardown(() => bench.process.stop());
  const effect = tinySegments.effect({ octets: 1 });
  if (effect.place !== 'script') throw new Error(effect.place);
  const up = await bench.upstream(effect.script);
  // 20 octets of IP, 32 of TCP with its timestamps, and one.
  const match = `tcp sport ${up.address.port} ip length 53`;
  const counting = `table ip seen {\n chain arriving {\n type filter hook input priority 0;\n ${match} counter\n }\n}\n`;
  execFileSync('nft', ['-f', '-'], { input: counting });
  using peer = await RawPeer.asking(up.address);
  await peer.contains('letter\n');
  const [, packets] =
    /counter packets (\d+)/.exec(execFileSync('nft', ['list', 'table', 'ip', 'seen'], { encoding: 'utf8' })) ?? [];
  // On a machine that is busy the kernel may join some that wait behind one another (tcp_autocorking); most stay alone.
  t.ok(Number(packets) > 0.6 * peer.received.length, `${packets} packets for ${peer.received.length} octets`);
});
