import t from 'tap';
import { slotUpstreams } from '../../harness/core/slot-upstreams.ts';
import { FreePorts, loopbackRange } from '../../harness/runtimes/worker/addresses.ts';

t.test('a slot has an address for each upstream, and no two slots share one', async (t) => {
  const range = loopbackRange(40);
  const hosts: string[] = [];
  for (const replicas of [1, 2, 3, 1]) {
    const { listen, upstreams } = await range.next(slotUpstreams(replicas));
    t.strictSame(Object.keys(upstreams), slotUpstreams(replicas));
    hosts.push(listen.host, ...Object.values(upstreams).map(({ host }) => host));
  }
  t.equal(new Set(hosts).size, hosts.length);
  t.ok(
    hosts.every((host) => /^127\.4[012]\.\d+\.\d+$/.test(host)),
    'all of them within the three ranges that were claimed',
  );
});

t.test('without loopback addresses of our own each upstream has a port of its own', async (t) => {
  const { listen, upstreams } = await new FreePorts().next(slotUpstreams(3));
  const ports = [listen, ...Object.values(upstreams)].map(({ port }) => port);
  t.equal(new Set(ports).size, 5);
  t.ok(ports.every((port) => port > 0));
});

t.test('an upstream that there is no address for is refused', async (t) => {
  await t.rejects(loopbackRange(40).next(['app', 'app-4']), {
    message: 'there are no addresses for an upstream app-4',
  });
});

t.test('a range that is used up says so, and lends no address twice', async (t) => {
  const range = loopbackRange(40);
  const lend = async () => {
    for (;;) await range.next(['app']);
  };
  await t.rejects(lend(), { message: /has lent all of its 32768 slots/ });
});
