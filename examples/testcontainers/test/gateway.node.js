import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FaultyUpstreamContainer, GatewayContainer } from 'gatecrash/testcontainers';
import { Network } from 'testcontainers';

let network, app, gateway;

before(async () => {
  network = await new Network().start();
  app = await new FaultyUpstreamContainer().withNetwork(network).withNetworkAliases('app').start();
  gateway = await new GatewayContainer('nginx').withNetwork(network).withUpstream('app', 'app:3000').start();
});

after(async () => {
  await gateway?.stop();
  await app?.stop();
  await network?.stop();
});

test('our gateway answers 502 when the app resets, and recovers', async () => {
  await app.setFault('reset-before-answer');
  const broken = await fetch(`${gateway.url}/order`, { method: 'POST' });
  assert.equal(broken.status, 502);

  // A POST must not be sent twice.
  const { requests } = await app.observed();
  assert.deepEqual(
    requests.map(({ method, target }) => `${method} ${target}`),
    ['POST /order'],
  );

  await app.heal();
  const healthy = await fetch(gateway.url);
  assert.equal(healthy.status, 200);
});
