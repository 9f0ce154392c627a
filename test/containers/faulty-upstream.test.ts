import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { getContainerRuntimeClient, Network } from 'testcontainers';
import { FaultyUpstreamContainer } from '../../harness/containers/index.ts';
import { ownAddress } from '../../harness/containers/own-address.ts';
import { engineOrSkip } from '../support/engine-or-skip.ts';
import { matchesGolden } from '../support/golden.ts';
import { askFrom, askRaw, bodyOf } from './raw-peer.ts';

t.setTimeout(120_000);

const skip = await engineOrSkip('upstream');

t.test('a faulty upstream in a container', { skip }, async (t) => {
  const network = await new Network().start();
  const app = await new FaultyUpstreamContainer()
    .withNetwork(network)
    .withNetworkAliases('app')
    .withFault('reset-mid-body', { after: '512B' })
    .start();
  const peer = await new FaultyUpstreamContainer().withNetwork(network).start();
  t.teardown(async () => {
    await Promise.all([app.stop(), peer.stop()]);
    await network.stop();
  });
  const ask = (target?: string) => askFrom(peer, 'app', 3000, target);

  await t.test('starts with the fault that it was given: within the network an RST is an RST', async (t) => {
    const met = await ask('/report');
    t.equal(bodyOf(met).length, 512);
    t.equal(met.ended, 'ECONNRESET');
  });

  await t.test('shows the host a cut body too, whatever Docker makes of the RST', async (t) => {
    const met = await askRaw(app.host, app.port);
    t.match(met.received, /Content-Length: 4096/);
    t.equal(bodyOf(met).length, 512);
    t.match(met.ended, /^(FIN|ECONNRESET)$/);
    t.equal(app.url, `http://${app.host}:${app.port}`);
    t.same(app.getNetworkNames(), [network.getName()], 'it is in no network but its own');
  });

  await t.test('tells what it saw: connections, requests, and how each ended', async (t) => {
    const { connections, requests } = await app.observed();
    t.same(requests, [
      { method: 'GET', target: '/report', connection: 1, nth: 1 },
      { method: 'GET', target: '/', connection: 2, nth: 1 },
    ]);
    t.match(connections, [
      { connection: 1, requests: 1, ended: 'our-rst' },
      { connection: 2, requests: 1, ended: 'our-rst' },
    ]);
    t.ok((connections[0]?.received ?? 0) > 0 && (connections[0]?.sent ?? 0) > 512, 'octets both ways');
  });

  await t.test('takes another fault at run time, in place of the one before', async (t) => {
    await app.setFault('close-mid-body', { after: '100B', length: '1KiB' });
    const cut = await ask();
    t.same([bodyOf(cut).length, cut.ended], [100, 'FIN']);
    await app.setFault('connection-refused');
    t.equal((await ask()).ended, 'ECONNREFUSED');
  });

  await t.test('is healthy again when it is healed', async (t) => {
    await app.heal();
    const met = await ask();
    t.match(met.received, /^HTTP\/1.1 200 /);
    t.equal(met.ended, 'open', 'the connection is kept');
  });

  await t.test('waits for a request: one to come, and one that has come', async (t) => {
    const waiting = app.waitForRequest({ method: 'GET', target: '/later' });
    await ask('/later');
    const came = await waiting;
    t.match(came, { method: 'GET', target: '/later', nth: 1 });
    t.same(await app.waitForRequest({ target: '/later' }), came);
  });

  await t.test(
    'stays dead when its program is killed, and lives again at the same address when it is healed',
    async (t) => {
      const before = (await app.observed()).connections.length;
      await app.setFault('process-killed', { when: 'request-read' });
      t.equal((await ask('/killed')).ended, 'FIN', 'the kernel closes what the dead had open');
      t.equal((await ask()).ended, 'ECONNREFUSED');
      t.match((await app.observed()).connections.at(-1), { connection: before + 1, ended: 'killed' });
      await app.heal();
      t.match((await ask('/alive')).received, /^HTTP\/1.1 200 /);
      const { connections, requests } = await app.observed();
      t.match(requests.at(-2), { target: '/killed' });
      t.match(requests.at(-1), { target: '/alive', connection: before + 2, nth: 1 });
      t.equal(connections.length, before + 2);
    },
  );

  await t.test('is dead at once where the fault says so', async (t) => {
    await app.setFault('process-killed', { when: 'at-once' });
    t.match((await ask()).ended, /^ECONN(REFUSED|RESET)$/);
    await app.setFault('empty-answer');
    t.same(await ask(), { received: '', ended: 'FIN' }, 'another fault starts it again');
  });

  await t.test('is silent when its program is frozen, and goes on when it is healed', async (t) => {
    await app.setFault('process-frozen');
    const socket = connect(app.port, app.host);
    const answer = once(socket, 'data');
    await once(socket, 'connect');
    socket.write('GET /frozen HTTP/1.1\r\nHost: app\r\n\r\n');
    await peer.exec(['node', '--version']);
    t.equal(socket.bytesRead, 0, 'nothing came while another program started and ended');
    await app.heal();
    t.match(String(await answer), /^HTTP\/1.1 200 /);
    socket.destroy();
  });

  await t.test('is healthy after a restart of its container', async (t) => {
    await app.setFault('empty-answer');
    await app.restart();
    t.match((await askRaw(app.host, app.port)).received, /^HTTP\/1.1 200 /);
    t.match((await app.observed()).requests.at(-1), { target: '/' });
  });

  await t.test('says what is wrong with a fault, or with a request that does not come', async (t) => {
    const said = (promise: Promise<unknown>) =>
      promise.then(
        () => 'nothing is wrong',
        (error: Error) => error.message,
      );
    const texts = [
      await said(app.setFault('reset-midbody')),
      await said(app.setFault('reset-mid-body', { after: 512 })),
      await said(app.setFault('reset-mid-body', { before: '1KiB' })),
      await said(app.setFault('reset-mid-body', { after: '8KiB' })),
      await said(app.setFault('firewall-drop')),
      await said(app.setFault('dns-nxdomain')),
      await said(peer.waitForRequest({ method: 'POST', target: '/never' }, { within: 300 })),
    ];
    t.match(await said(app.setFault('thunder')), /^unknown fault "thunder": faults: accept-queue-full, /);
    matchesGolden(t, 'containers/faulty-upstream-problems.txt', `${texts.join('\n\n')}\n`);
  });
});

t.test('an unknown fault is told before anything starts', { skip }, async (t) => {
  const { container } = await getContainerRuntimeClient();
  const upstream = new FaultyUpstreamContainer().withLabels({ 'gatecrash.test': String(process.pid) });
  await t.rejects(upstream.withFault('reset-midbody').start(), { message: /did you mean "reset-mid-body"/ });
  const filters = { label: [`gatecrash.test=${process.pid}`] };
  t.same(await container.dockerode.listContainers({ all: true, filters }), []);
});

t.test('a fault for one that was stopped is told so', { skip }, async (t) => {
  const app = await new FaultyUpstreamContainer().start();
  await app.stop();
  await t.rejects(app.heal(), { message: /nothing answers at .*: is the container stopped\?/ });
});

t.test('its ports are published on this machine alone, and its labels tell who started it', { skip }, async (t) => {
  const { container } = await getContainerRuntimeClient();
  const app = await new FaultyUpstreamContainer().start();
  t.teardown(() => app.stop());
  const { HostConfig, Config } = await container.dockerode.getContainer(app.getId()).inspect();
  const addresses = Object.values(HostConfig.PortBindings as Record<string, { HostIp: string }[]>).flat();
  t.equal(addresses.length, 2);
  for (const { HostIp } of addresses) {
    t.notMatch(HostIp, /^(?:0\.0\.0\.0|::)?$/, 'not for all');
    t.equal(await ownAddress(HostIp), HostIp, `published on ${HostIp}`);
  }
  t.match(Config.Labels, {
    'gatecrash.run': /^testcontainers-/,
    'gatecrash.started-by': new RegExp(`:${process.pid}:`),
  });
});

t.test('an image that is no upstream gives an error with its last words, and leaves nothing', { skip }, async (t) => {
  const { container } = await getContainerRuntimeClient();
  const label = { 'gatecrash.test': `${process.pid}-wrong` };
  const upstream = new FaultyUpstreamContainer('gatecrash-built/debian:sid').withLabels(label);
  await t.rejects(upstream.start(), { message: /did not start: it ended with exit code 3\n {2}\| .*node: not found/ });
  const filters = { label: [`gatecrash.test=${process.pid}-wrong`] };
  t.same(await container.dockerode.listContainers({ all: true, filters }), []);
});
