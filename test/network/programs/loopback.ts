import { execFileSync } from 'node:child_process';
import t from 'tap';
import type { Effect, NetworkTrouble } from '../../../harness/core/effect.ts';
import { ProblemError } from '../../../harness/core/problem.ts';
import { arm } from '../../../harness/network/arm.ts';
import { refuseRoute } from '../../../harness/network/route.ts';
import { installRules } from '../../../harness/network/rules.ts';
import { canShape } from '../../../harness/network/shape.ts';
import { arrivals } from './datagrams.ts';
import { kernelCounter } from './kernel-counter.ts';
import { meets } from './meets.ts';
import { RawClient } from './raw-client.ts';
import { listenRaw } from './raw-listener.ts';

// Runs in a network namespace of its own: gateway and upstreams share it, each upstream with an address of its own.

const BOTH = { to: true, from: true, devices: ['lo'] };
const APP = { host: '127.5.0.1', port: 3000 };
const NEIGHBOUR = { host: '127.5.0.2', port: 3000 };
const OTHER_PORT = { host: '127.5.0.1', port: 3001 };

execFileSync('ip', ['link', 'set', 'lo', 'up']);
await installRules({ output: false });
const listeners = await Promise.all([APP, NEIGHBOUR, OTHER_PORT].map(({ host, port }) => listenRaw(host, port)));
t.teardown(() => Promise.all(listeners.map((one) => one[Symbol.asyncDispose]())));

const firewall = (verdict: Extract<Effect, { place: 'firewall' }>['verdict']) =>
  ({ place: 'firewall', verdict }) as const;
const network = (trouble: NetworkTrouble) => ({ place: 'network', trouble }) as const;

t.test('a dropped SYN is never answered, and no ICMP is sent', async (t) => {
  const before = kernelCounter('snmp', 'Icmp', 'OutDestUnreachs');
  const armed = await arm(APP.host, firewall('drop'), BOTH);
  t.equal(await meets(APP), 'no answer');
  t.equal(await meets(NEIGHBOUR), 'connected', 'the neighbour is reached');
  t.equal(kernelCounter('snmp', 'Icmp', 'OutDestUnreachs'), before);
  t.equal(await armed.hits(), 1, 'nft counted the SYN');
  t.same(await armed.disarm(), { packets: 1 });
  t.equal(await meets(APP), 'connected', 'disarmed, it is reached again');
});

for (const [verdict, errno] of [
  ['icmp-admin-prohibited', 'EHOSTUNREACH'],
  ['icmp-host-unreachable', 'EHOSTUNREACH'],
  ['tcp-reset', 'ECONNREFUSED'],
] as const) {
  t.test(`${verdict} ends a connect at once with ${errno}`, async (t) => {
    const before = kernelCounter('snmp', 'Icmp', 'OutDestUnreachs');
    const armed = await arm(APP.host, firewall(verdict), BOTH);
    t.equal(await meets(APP), errno);
    t.equal(await meets(NEIGHBOUR), 'connected');
    const sent = kernelCounter('snmp', 'Icmp', 'OutDestUnreachs') - before;
    t.equal(sent, verdict === 'tcp-reset' ? 0 : 1, 'and the kernel sent as many ICMP messages as that takes');
    // The FIN of the connection before may still be on its way when the rule is armed.
    t.ok((await armed.disarm()).packets >= 1, 'the SYN was hit');
    t.equal(await meets(APP), 'connected');
  });
}

for (const [type, errno] of [
  ['unreachable', 'EHOSTUNREACH'],
  ['prohibit', 'EACCES'],
] as const) {
  t.test(`a route of type ${type} makes connect fail with ${errno}, for this address alone`, async (t) => {
    const route = await refuseRoute(APP.host, type);
    t.equal(await meets(APP), errno);
    t.equal(await meets(NEIGHBOUR), 'connected');
    await route.remove();
    t.equal(await meets(APP), 'connected');
  });
}

t.test('a port is hit on one address or on all, and other ports are spared', async (t) => {
  const socket = await arm('127.5.0.1:3000', firewall('tcp-reset'), BOTH);
  t.same(
    [await meets(APP), await meets(OTHER_PORT), await meets(NEIGHBOUR)],
    ['ECONNREFUSED', 'connected', 'connected'],
  );
  await socket.disarm();
  const port = await arm('*:3000', firewall('tcp-reset'), BOTH);
  t.same(
    [await meets(APP), await meets(OTHER_PORT), await meets(NEIGHBOUR)],
    ['ECONNREFUSED', 'connected', 'ECONNREFUSED'],
  );
  t.same(await port.disarm(), { packets: 2 });
});

t.test('of a hundred packets thirty are lost, the same ones each time and never two in a row', async (t) => {
  const hundred = Array<number>(100).fill(100);
  const lost = async () => {
    const armed = await arm(APP.host, network({ kind: 'loss', percent: 30 }), BOTH);
    const arrived = await arrivals(APP, hundred);
    t.same(await armed.disarm(), { packets: 30 }, 'as nft counted');
    return hundred.map((_, index) => index).filter((index) => !arrived.includes(index));
  };
  const first = await lost();
  t.same(first.slice(0, 6), [3, 6, 9, 13, 16, 19]);
  t.equal(first.length, 30);
  t.notOk(first.some((index) => first.includes(index + 1)));
  t.same(await lost(), first);
  t.equal((await arrivals(APP, hundred)).length, 100, 'disarmed, none is lost');
});

t.test('loss spares the neighbour and the handshake, and TCP repairs the rest', async (t) => {
  const armed = await arm(APP.host, network({ kind: 'loss', percent: 30 }), BOTH);
  t.equal((await arrivals(NEIGHBOUR, Array<number>(20).fill(100))).length, 20);
  const connects = await Promise.all(Array.from({ length: 30 }, () => meets(APP)));
  t.ok(
    connects.every((result) => result === 'connected'),
    'thirty handshakes went well, each within 300 ms',
  );
  for (let exchange = 0; exchange < 5; exchange += 1) {
    using client = await RawClient.connect(APP);
    client.ask(100, 200, 300, 400);
    t.ok(await client.has(1000, 5000), 'the answer came whole');
  }
  t.ok((await armed.disarm()).packets > 0, 'though packets were lost');
});

t.test('a forgotten connection carries nothing any more, and a new one carries all', async (t) => {
  using old = await RawClient.connect(APP);
  old.ask(100, 0);
  t.ok(await old.has(100, 1000), 'it worked before');
  const armed = await arm(APP.host, network({ kind: 'forgotten' }), BOTH);
  old.ask(200, 0);
  t.notOk(await old.has(300, 500), 'no answer');
  t.equal(old.ended, null, 'no FIN, no RST');
  using fresh = await RawClient.connect(APP);
  fresh.ask(100, 200);
  t.ok(await fresh.has(300, 1000));
  t.ok((await armed.disarm()).packets >= 1, 'packets of the old one were lost');
  t.ok(await old.has(300, 3000), 'the kernel sends it again, and it is whole: nobody had ended it');
});

t.test('an MTU black hole lets 576 bytes pass and swallows 577, from the upstream alone', async (t) => {
  const armed = await arm(APP.host, network({ kind: 'mtu-black-hole', bytes: 576 }), BOTH);
  const icmp = kernelCounter('snmp', 'Icmp', 'OutDestUnreachs');
  t.same(await arrivals(APP, [576, 577, 4000]), [0, 1, 2], 'packets to the upstream pass');
  using client = await RawClient.connect(APP);
  client.ask(100, 400, 4000, 10);
  t.ok(await client.has(500, 5000), 'the small answers come');
  t.notOk(await client.has(501, 1000), 'the large one never does, nor what is behind it');
  t.equal(client.ended, null, 'and the connection stays open');
  t.equal(kernelCounter('snmp', 'Icmp', 'OutDestUnreachs'), icmp, 'no ICMP tells of it');
  using neighbour = await RawClient.connect(NEIGHBOUR);
  neighbour.ask(4000);
  t.ok(await neighbour.has(4000, 5000), 'the neighbour sends large packets');
  t.ok((await armed.disarm()).packets > 1, 'the kernel sent it again and again');
  t.ok(await client.has(4510, 10_000), 'disarmed, TCP brings the rest');
});

t.test('a bandwidth limit holds over two seconds, steadily, and for this address alone', async (t) => {
  t.equal(await canShape('lo'), true);
  const rate = 32_768;
  const armed = await arm(APP.host, network({ kind: 'bandwidth', bytesPerSecond: rate }), BOTH);
  using slow = await RawClient.connect(APP);
  slow.ask(rate * 4);
  t.notOk(await slow.has(rate * 4, 2000));
  const { at = 1, total = 0 } = slow.pieces.at(-1) ?? {};
  const measured = (total * 1000) / at;
  t.ok(measured > rate * 0.75 && measured < rate * 1.25, `${Math.round(measured)} bytes a second`);
  const gaps = slow.pieces.map((piece, index) => piece.at - (slow.pieces[index - 1]?.at ?? 0));
  t.ok(Math.max(...gaps) < 500, `the longest silence was ${Math.round(Math.max(...gaps))} ms`);
  using fast = await RawClient.connect(NEIGHBOUR);
  fast.ask(4_000_000);
  t.ok(await fast.has(4_000_000, 2000), 'the neighbour sends 4 MB in no time');
  t.ok((await armed.disarm()).packets > 10, 'the queue held packets back');
  t.ok(await slow.has(rate * 4, 2000), 'disarmed, the rest comes at once');
});

t.test('forty faults are armed and disarmed at once, and none counts the packets of another', async (t) => {
  const hosts = Array.from({ length: 40 }, (_, index) => `127.6.0.${index + 1}`);
  const armed = await Promise.all(hosts.map((host) => arm(host, firewall('tcp-reset'), BOTH)));
  for (const [index, host] of hosts.entries()) {
    for (let knocks = 0; knocks <= index % 3; knocks += 1) t.equal(await meets({ host, port: 3000 }), 'ECONNREFUSED');
  }
  const counts = await Promise.all(armed.map((one) => one.disarm()));
  t.same(
    counts.map(({ packets }) => packets),
    hosts.map((_, index) => (index % 3) + 1),
  );
  const left = execFileSync('nft', ['list', 'table', 'ip', 'gatecrash'], { encoding: 'utf8' });
  t.notMatch(left, /hits-|127\./, 'and nothing of them is left');
});

t.test('what cannot be armed is refused in plain words, and leaves nothing behind', async (t) => {
  const armed = await arm(APP.host, firewall('drop'), BOTH);
  await t.rejects(arm(APP.host, firewall('tcp-reset'), BOTH), { message: /File exists/ }, 'one fault at a time');
  await armed.disarm();
  for (const address of ['localhost', '127.5.0.1:0', '1.2.3.4:99999', '::1', '', '*:x', '1.2.3'])
    await t.rejects(arm(address, firewall('drop'), BOTH), { message: `"${address}" is no address of a fault` });
  await t.rejects(refuseRoute('app', 'unreachable'), ProblemError);
  t.equal(await meets(APP), 'connected');
});
