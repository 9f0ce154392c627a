import { FaultyUpstreamContainer, GatewayContainer } from 'gatecrash/testcontainers';
import t from 'tap';
import { Network } from 'testcontainers';

let network, app, gateway;

t.before(async () => {
  network = await new Network().start();
  app = await new FaultyUpstreamContainer().withNetwork(network).withNetworkAliases('app').start();
  gateway = await new GatewayContainer('nginx').withNetwork(network).withUpstream('app', 'app:3000').start();
});

t.after(async () => {
  await gateway?.stop();
  await app?.stop();
  await network?.stop();
});

t.test('our gateway answers 502 when the app resets, and recovers', async (t) => {
  await app.setFault('reset-before-answer');
  const broken = await fetch(`${gateway.url}/order`, { method: 'POST' });
  t.equal(broken.status, 502);

  // A POST must not be sent twice.
  const { requests } = await app.observed();
  t.strictSame(
    requests.map(({ method, target }) => `${method} ${target}`),
    ['POST /order'],
  );

  await app.heal();
  const healthy = await fetch(gateway.url);
  t.equal(healthy.status, 200);
});
