import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { arm } from '../../../harness/network/arm.ts';
import { refuseRoute } from '../../../harness/network/route.ts';
import { installRules } from '../../../harness/network/rules.ts';
import { SidecarControl } from '../../../harness/sidecar/control-client.ts';
import { kernelCounter } from './kernel-counter.ts';
import { meets } from './meets.ts';
import { RawClient } from './raw-client.ts';
import { started } from './started.ts';

// Runs in a network namespace of its own, the gateway's side. A second one, the upstreams' side, hangs on a pair of veth
// interfaces; a sidecar stands in it, as in the Docker runtime, and answers for every address of 198.18.0.0/16.

const UPSTREAM_SIDE = '10.9.0.2';
const PREFIX = '198.18.0.0/16';
const APP = { host: '198.18.3.4', port: 3000 };
const NEIGHBOUR = { host: '198.18.3.5', port: 3000 };
/** What the gateway's side does of a fault: packets from the upstream are lost where they come in. */
const FROM = { to: false, from: true, devices: [] };

const path = (url: string) => fileURLToPath(new URL(url, import.meta.url));
const ip = (...args: readonly string[]) => execFileSync('ip', args);

ip('link', 'set', 'lo', 'up');
const begun = ['sh', '-c', 'echo there && read _ && exec "$@"', 'sh', process.execPath];
const sidecar = [path('../../../harness/sidecar/main.ts'), '--control', '0.0.0.0:9001', '--attached'];
const side = await started(['unshare', '--net', ...begun, ...sidecar]);
const there = ['nsenter', '--target', String(side.child.pid), '--net'];
ip('link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(side.child.pid));
ip('address', 'add', '10.9.0.1/24', 'dev', 'veth0');
ip('link', 'set', 'veth0', 'up');
const upThere = `ip link set lo up && ip link set eth0 up && ip address add ${UPSTREAM_SIDE}/24 dev eth0`;
execFileSync('nsenter', [...there.slice(1), 'sh', '-c', `${upThere} && ip route add default via 10.9.0.1`]);
side.child.stdin?.write('\n');
const ready = await side.next();

const control = new SidecarControl(`${UPSTREAM_SIDE}:9001`);
t.teardown(() => control.close());
await control.answerFor(PREFIX);
ip('route', 'add', PREFIX, 'via', UPSTREAM_SIDE);
await installRules({ output: true });
await started([...there, process.execPath, path('./listener-program.ts'), '0.0.0.0', '3000']);

t.test('every address of the prefix is answered, by one namespace that has none of them', async (t) => {
  t.same(JSON.parse(ready), { control: '0.0.0.0:9001' });
  for (const host of ['198.18.0.1', APP.host, '198.18.255.254'])
    t.equal(await meets({ host, port: 3000 }), 'connected');
  t.match(await control.status(), { capabilities: { shaping: true }, addresses: [PREFIX] });
});

for (const [verdict, result] of [
  ['drop', 'no answer'],
  ['icmp-admin-prohibited', 'EHOSTUNREACH'],
  ['tcp-reset', 'ECONNREFUSED'],
] as const) {
  t.test(`a firewall on the upstream's side that says ${verdict} is met as ${result}`, async (t) => {
    const received = kernelCounter('snmp', 'Icmp', 'InDestUnreachs');
    await control.arm(APP.host, { place: 'firewall', verdict }, 'to');
    t.equal(await meets(APP), result);
    t.equal(await meets(NEIGHBOUR), 'connected');
    t.equal(kernelCounter('snmp', 'Icmp', 'InDestUnreachs') - received, verdict.startsWith('icmp') ? 1 : 0, 'ICMP');
    t.same(await control.disarm(APP.host), { packets: 1 });
    t.equal(await meets(APP), 'connected');
  });
}

t.test("a firewall on the gateway's own side is met alike", async (t) => {
  for (const [verdict, result] of [
    ['drop', 'no answer'],
    ['icmp-admin-prohibited', 'EHOSTUNREACH'],
    ['tcp-reset', 'ECONNREFUSED'],
  ] as const) {
    const armed = await arm(APP.host, { place: 'firewall', verdict }, { to: true, from: false, devices: [] });
    t.equal(await meets(APP), result, verdict);
    t.equal(await meets(NEIGHBOUR), 'connected');
    t.same(await armed.disarm(), { packets: 1 });
  }
  t.equal(await meets(APP), 'connected');
});

t.test("an unreachable route on the gateway's side is met at once, and no packet leaves", async (t) => {
  const route = await refuseRoute(APP.host, 'unreachable');
  t.equal(await meets(APP), 'EHOSTUNREACH');
  t.equal(await meets(NEIGHBOUR), 'connected');
  await route.remove();
  t.equal(await meets(APP), 'connected');
});

t.test('packets are lost in both directions, each where it comes in, and TCP repairs it', async (t) => {
  const loss = { place: 'network', trouble: { kind: 'loss', percent: 30 } } as const;
  await control.arm(APP.host, loss, 'to');
  const armed = await arm(APP.host, loss, FROM);
  for (let exchange = 0; exchange < 3; exchange += 1) {
    using client = await RawClient.connect(APP);
    client.ask(100, 200, 300, 400);
    t.ok(await client.has(1000, 5000), 'the answer came whole');
  }
  t.ok((await armed.disarm()).packets > 0, 'answers were lost');
  t.ok((await control.disarm(APP.host)).packets > 0, 'and so were requests or acknowledgements');
});

for (const trouble of [
  { kind: 'duplication' },
  { kind: 'corruption', percent: 30 },
  { kind: 'late-handshake', after: 500 },
  { kind: 'reordering' },
] as const) {
  t.test(`with ${trouble.kind} between the two sides an answer comes whole, and packets are counted`, async (t) => {
    const effect = { place: 'network', trouble } as const;
    await control.arm(APP.host, effect, 'to');
    const armed = await arm(APP.host, effect, FROM);
    for (let exchange = 0; exchange < 2; exchange += 1) {
      using client = await RawClient.connect(APP);
      client.ask(100, 200, 300, 400, 9000);
      t.ok(await client.has(10_000, 8000), 'the answer came whole');
      t.equal(client.received, 10_000);
    }
    const there = (await control.disarm(APP.host)).packets;
    const here = (await armed.disarm()).packets;
    t.ok(there + here > 0, `${there} on the upstream's side, ${here} on the gateway's`);
    t.equal(await meets(APP), 'connected');
  });
}

t.test("a table that is full on the upstream's side lets one connection in", async (t) => {
  await control.arm(APP.host, { place: 'network', trouble: { kind: 'table-full', room: 1 } }, 'to');
  using client = await RawClient.connect(APP);
  t.equal(await meets(APP), 'no answer');
  client.ask(100);
  t.ok(await client.has(100, 1000));
  t.ok((await control.disarm(APP.host)).packets > 0);
});

for (const where of ['gateway', 'upstream'] as const) {
  t.test(`an MTU black hole on the ${where}'s side: small packets pass, large ones never do`, async (t) => {
    const hole = { place: 'network', trouble: { kind: 'mtu-black-hole', bytes: 576 } } as const;
    const armed = where === 'gateway' ? await arm(APP.host, hole, FROM) : null;
    if (where === 'upstream') await control.arm(APP.host, hole);
    using client = await RawClient.connect(APP);
    client.ask(100, 400, 4000);
    t.ok(await client.has(500, 5000), 'the small answers come');
    t.notOk(await client.has(501, 1000), 'the large one never does');
    t.equal(client.ended, null, 'and the connection stays open');
    using neighbour = await RawClient.connect(NEIGHBOUR);
    neighbour.ask(4000);
    t.ok(await neighbour.has(4000, 5000), 'the neighbour sends large packets');
    const { packets } = (await armed?.disarm()) ?? (await control.disarm(APP.host));
    t.ok(packets > 1, `${packets} packets were lost`);
    t.ok(await client.has(4500, 10_000), 'disarmed, TCP brings the rest');
  });
}

t.test("a bandwidth limit on the upstream's interface holds over two seconds", async (t) => {
  const rate = 32_768;
  await control.arm(APP.host, { place: 'network', trouble: { kind: 'bandwidth', bytesPerSecond: rate } }, 'to');
  using slow = await RawClient.connect(APP);
  slow.ask(rate * 4);
  t.notOk(await slow.has(rate * 4, 2000));
  const { at = 1, total = 0 } = slow.pieces.at(-1) ?? {};
  const measured = (total * 1000) / at;
  t.ok(measured > rate * 0.75 && measured < rate * 1.25, `${Math.round(measured)} bytes a second`);
  using fast = await RawClient.connect(NEIGHBOUR);
  fast.ask(4_000_000);
  t.ok(await fast.has(4_000_000, 2000), 'the neighbour sends 4 MB in no time');
  t.ok((await control.disarm(APP.host)).packets > 10, 'the queue held packets back');
});

t.test('everything that is for this namespace can be cut off, and the sidecar still answers', async (t) => {
  await control.arm('*', { place: 'firewall', verdict: 'drop' });
  t.same([await meets(APP), await meets(NEIGHBOUR)], ['no answer', 'no answer']);
  t.match(await control.status(), { faults: { '*': { packets: 2 } } });
  await control.disarm('*');
  t.same([await meets(APP), await meets(NEIGHBOUR)], ['connected', 'connected']);
});

t.test('the accept queue of a stopped listener is filled to the last place', async (t) => {
  const backlog = 5;
  const wedged = { host: '198.18.9.9', port: 4000 };
  const listener = [process.execPath, path('./listener-program.ts'), wedged.host, '4000', String(backlog)];
  const { child } = await started([...there, ...listener]);
  await t.rejects(control.fillAcceptQueue(wedged), { message: /connections are still accepted/ }, 'not while it lives');
  child.kill('SIGSTOP');
  // The kernel admits one more than the backlog (sk_acceptq_is_full in net/sock.h).
  t.match(await control.fillAcceptQueue(wedged), { held: backlog + 1, probe: { result: 'no answer' } });
  t.equal(await meets(wedged), 'no answer');
  t.match(await control.status(), { acceptQueues: { '198.18.9.9:4000': backlog + 1 } });
  child.kill('SIGCONT');
  await control.releaseAcceptQueue(wedged);
  // The listener accepts what has waited, in its own time: a SYN that comes before that is dropped as well.
  let met = await meets(wedged);
  for (let tries = 0; tries < 20 && met !== 'connected'; tries++) met = await meets(wedged);
  t.equal(met, 'connected');
});
