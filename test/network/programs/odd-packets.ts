import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import type { NetworkTrouble } from '../../../harness/core/effect.ts';
import { arm } from '../../../harness/network/arm.ts';
import { refuseRoute } from '../../../harness/network/route.ts';
import { installRules } from '../../../harness/network/rules.ts';
import { arrivals } from './datagrams.ts';
import { kernelCounter } from './kernel-counter.ts';
import { meets } from './meets.ts';
import { RawClient } from './raw-client.ts';
import { listenRaw } from './raw-listener.ts';

// Runs in a network namespace of its own: gateway and upstreams share it, each upstream with an address of its own.

const APP = { host: '127.5.0.1', port: 3000 };
const NEIGHBOUR = { host: '127.5.0.2', port: 3000 };
const TEN = Array<number>(10).fill(100);

execFileSync('ip', ['link', 'set', 'lo', 'up']);
await installRules({ output: false });
const listeners = await Promise.all([APP, NEIGHBOUR].map(({ host, port }) => listenRaw(host, port)));
t.teardown(() => Promise.all(listeners.map((one) => one[Symbol.asyncDispose]())));

const armed = async (trouble: NetworkTrouble) =>
  await arm(APP.host, { place: 'network', trouble }, { to: true, from: true, devices: ['lo'] });

t.test('late-handshake: connect succeeds with a later retransmission, and what follows is not late', async (t) => {
  const fault = await armed({ kind: 'late-handshake', after: 1500 });
  const start = performance.now();
  using client = await RawClient.connect(APP);
  const took = performance.now() - start;
  t.ok(took > 1500 && took < 4000, `after ${Math.round(took)} ms`);
  client.ask(1000);
  t.ok(await client.has(1000, 500), 'the answer comes at once');
  t.equal(await meets(NEIGHBOUR), 'connected');
  t.ok((await fault.disarm()).packets >= 2, 'two SYN-ACKs were lost at least');
  t.equal(await meets(APP), 'connected');
});

t.test('table-full: connections that exist go on, so many new ones are made, and all others vanish', async (t) => {
  using old = await RawClient.connect(APP);
  const fault = await armed({ kind: 'table-full', room: 2 });
  using first = await RawClient.connect(APP);
  using second = await RawClient.connect(APP);
  t.equal(await meets(APP), 'no answer');
  for (const one of [old, first, second]) {
    one.ask(500);
    t.ok(await one.has(500, 1000), 'what it knows is carried');
  }
  t.equal(await meets(NEIGHBOUR), 'connected');
  t.ok((await fault.disarm()).packets >= 1);
  t.equal(await meets(APP), 'connected');
  const full = await armed({ kind: 'table-full', room: 0 });
  t.equal(await meets(APP), 'no answer', 'without room nobody gets in');
  await full.disarm();
});

t.test('duplication: each datagram comes twice, and TCP tells its sender of what came twice', async (t) => {
  const fault = await armed({ kind: 'duplication' });
  const arrived = await arrivals(APP, TEN);
  t.same(
    arrived.toSorted((a, b) => a - b),
    TEN.flatMap((_, index) => [index, index]),
  );
  t.equal((await arrivals(NEIGHBOUR, TEN)).length, 10);
  const before = kernelCounter('netstat', 'TcpExt', 'TCPDSACKRecv');
  using client = await RawClient.connect(APP);
  client.ask(100, 200, 300);
  t.ok(await client.has(600, 1000));
  t.ok(kernelCounter('netstat', 'TcpExt', 'TCPDSACKRecv') > before, 'a duplicate was acknowledged as such (RFC 2883)');
  t.equal(client.received, 600, 'no octet came twice');
  t.ok((await fault.disarm()).packets >= 16);
});

t.test('corruption: the receiver counts wrong checksums, and TCP repairs the rest', async (t) => {
  const wrong = () => kernelCounter('netstat', 'IpExt', 'InCsumErrors');
  const before = wrong();
  const fault = await armed({ kind: 'corruption', percent: 30 });
  t.equal((await arrivals(APP, Array<number>(100).fill(100))).length, 70);
  t.equal(wrong() - before, 30, 'each of the others was dropped for its checksum');
  t.equal((await arrivals(NEIGHBOUR, TEN)).length, 10);
  using client = await RawClient.connect(APP);
  client.ask(100, 200, 300, 400);
  t.ok(await client.has(1000, 5000));
  const { packets } = await fault.disarm();
  t.ok(packets >= 30);
  t.equal(wrong() - before, packets, 'and no other way');
});

t.test('reordering: segments come out of order, and the octets in order', async (t) => {
  const late = () => kernelCounter('netstat', 'TcpExt', 'TCPOFOQueue');
  const fault = await armed({ kind: 'reordering' });
  using neighbour = await RawClient.connect(NEIGHBOUR);
  neighbour.ask(20_000);
  t.ok(await neighbour.has(20_000, 1000));
  const before = late();
  using client = await RawClient.connect(APP);
  client.ask(20_000);
  t.ok(await client.has(20_000, 10_000));
  t.ok(late() > before, `${late() - before} segments waited for one before them`);
  t.ok((await fault.disarm()).packets > 0, 'which the queue held back');
});

t.test('a route of type throw makes connect fail with ENETUNREACH, and nothing is carried any more', async (t) => {
  using old = await RawClient.connect(APP);
  const route = await refuseRoute(APP.host, 'throw');
  t.equal(await meets(APP), 'ENETUNREACH');
  t.equal(await meets(NEIGHBOUR), 'connected');
  old.ask(500);
  t.notOk(await old.has(1, 500), 'a connection that exists carries nothing');
  t.equal(old.ended, null, 'and is not ended');
  await route.remove();
  t.equal(await meets(APP), 'connected');
  if (old.received === 0) await once(old.socket, 'data', { signal: AbortSignal.timeout(5000) });
  t.ok(await old.has(500, 5000), 'the kernel sends it again once there is a way');
});
