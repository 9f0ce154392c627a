import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FaultyUpstreamContainer, GatewayContainer } from 'gatecrash/testcontainers';
import { Network } from 'testcontainers';

let network, app, gateway;

beforeAll(async () => {
  network = await new Network().start();
  app = await new FaultyUpstreamContainer().withNetwork(network).withNetworkAliases('app').start();
  gateway = await new GatewayContainer('nginx').withNetwork(network).withUpstream('app', 'app:3000').start();
}, 300_000);

afterAll(async () => {
  await gateway?.stop();
  await app?.stop();
  await network?.stop();
});

test('our gateway answers 502 when the app resets, and recovers', async () => {
  await app.setFault('reset-before-answer');
  const broken = await fetch(`${gateway.url}/order`, { method: 'POST' });
  expect(broken.status).toBe(502);

  // A POST must not be sent twice.
  const { requests } = await app.observed();
  expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual(['POST /order']);

  await app.heal();
  const healthy = await fetch(gateway.url);
  expect(healthy.status).toBe(200);
});
