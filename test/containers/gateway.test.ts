import t from 'tap';
import { getContainerRuntimeClient, Network } from 'testcontainers';
import { FaultyUpstreamContainer, GatewayContainer } from '../../harness/containers/index.ts';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { ask } from '../support/ask.ts';
import { engineOrSkip } from '../support/engine-or-skip.ts';
import { matchesGolden } from '../support/golden.ts';

const names = (await loadFolder<Gateway>('gateways')).map(({ name }) => name);
t.setTimeout(120_000);

const skip = await engineOrSkip('upstream', ...names);

t.test('gateways in containers', { skip }, async (t) => {
  const network = await new Network().start();
  const app = await new FaultyUpstreamContainer().withNetwork(network).withNetworkAliases('app').start();
  t.teardown(async () => {
    await app.stop();
    await network.stop();
  });
  const nginx = () => new GatewayContainer('nginx').withNetwork(network).withUpstream('app', 'app:3000');

  for (const name of names) {
    await t.test(`${name} passes a request on, answers 5xx when the app resets, and recovers`, async (t) => {
      await app.heal();
      const gateway = await new GatewayContainer(name).withNetwork(network).withUpstream('app', 'app:3000').start();
      t.teardown(() => gateway.stop());
      const before = (await app.observed()).connections.length;
      t.match(await ask(gateway, { path: '/hello' }), { status: 200 });
      t.equal((await app.observed()).connections.length, before + 1, 'to look whether it is ready asks no upstream');
      await app.setFault('reset-before-answer');
      t.match((await ask(gateway, { path: '/reset' })).status, /^5\d\d$/);
      await app.heal();
      t.match(await ask(gateway, { path: '/again' }), { status: 200 });
    });
  }

  await t.test('a timeout is the one that was asked for', async (t) => {
    const gateway = await nginx().withTimeouts({ read: 400 }).start();
    t.teardown(() => gateway.stop());
    await app.setFault('never-answers');
    const { status, ms } = await ask(gateway, { path: '/' });
    t.equal(status, 504);
    t.ok(ms >= 390 && ms < 950, `after ${Math.round(ms)} ms, long before the 1000 that go without saying`);
  });

  for (const [kept, connections] of [
    [true, 1],
    [false, 2],
  ] as const) {
    await t.test(
      `two requests come on ${connections} upstream connections ${kept ? 'with' : 'without'} keepalive`,
      async (t) => {
        await app.heal();
        const gateway = await (kept ? nginx().withKeepalive() : nginx()).start();
        t.teardown(() => gateway.stop());
        const before = (await app.observed()).connections.length;
        await ask(gateway, { path: '/1' });
        await ask(gateway, { path: '/2' });
        t.equal((await app.observed()).connections.length - before, connections);
      },
    );
  }

  await t.test('/other leads to the upstream `other`', async (t) => {
    await app.heal();
    const other = await new FaultyUpstreamContainer().withNetwork(network).withNetworkAliases('other').start();
    t.teardown(() => other.stop());
    const gateway = await nginx().withUpstream('other', 'other:3000').start();
    t.teardown(() => gateway.stop());
    await ask(gateway, { path: '/other/page' });
    t.match(await other.waitForRequest(), { target: '/other/page' });
  });

  await t.test('runs as whatever user its image says', async (t) => {
    await app.heal();
    const gateway = await nginx().withUser('nobody').start();
    t.teardown(() => gateway.stop());
    t.match(await ask(gateway, { path: '/' }), { status: 200 });
  });

  await t.test('one definition can be started twice', async (t) => {
    await app.heal();
    const definition = nginx();
    const gateways = [await definition.start(), await definition.start()];
    t.teardown(() => Promise.all(gateways.map((gateway) => gateway.stop())));
    for (const gateway of gateways) t.match(await ask(gateway, { path: '/' }), { status: 200 });
  });

  await t.test('the error of one that does not start shows its last words, and nothing is left', async (t) => {
    const { container } = await getContainerRuntimeClient();
    const label = `${process.pid}-lost`;
    const lost = nginx().withLabels({ 'gatecrash.test': label }).withUpstream('app', 'nobody-here:3000');
    await t.rejects(lost.start(), {
      message:
        /^nginx did not start: it ended with exit code 1\n {2}\| .*host not found in upstream "nobody-here:3000"/,
    });
    const wrong = new GatewayContainer('nginx', 'gatecrash-built/haproxy:bookworm').withLabels({
      'gatecrash.test': label,
    });
    await t.rejects(wrong.withUpstream('app', 'app:3000').start(), {
      message:
        /^nginx did not start from the image gatecrash-built\/haproxy:bookworm: .*"nginx": executable file not found/,
    });
    t.same(
      await container.dockerode.listContainers({ all: true, filters: { label: [`gatecrash.test=${label}`] } }),
      [],
    );
  });
});

t.test('what cannot be meant is told before anything starts', async (t) => {
  const said = async (make: () => unknown) => {
    try {
      await make();
      return 'nothing is wrong';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const texts = [
    await said(() => new GatewayContainer('ngnix').withUpstream('app', 'app:3000').start()),
    await said(() => new GatewayContainer('kong').withUpstream('app', 'app:3000').start()),
    await said(() => new GatewayContainer('nginx').start()),
    await said(() => new GatewayContainer('nginx').withUpstream('ap', 'app:3000')),
    await said(() => new GatewayContainer('nginx').withUpstream('app', 'http://app:3000')),
    await said(() => new GatewayContainer('nginx').withUpstream('app', 'app:99999')),
    await said(() => new GatewayContainer('nginx').withTimeouts({ read: 0 })),
  ];
  matchesGolden(t, 'containers/gateway-problems.txt', `${texts.join('\n\n')}\n`);
});
