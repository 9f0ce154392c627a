import t from 'tap';
import { GenericContainer, Network, Wait } from 'testcontainers';
import { GatewayContainer, NetworkFaultContainer } from '../../harness/containers/index.ts';
import { ask } from '../support/ask.ts';
import { engineOrSkip } from '../support/engine-or-skip.ts';
import { matchesGolden } from '../support/golden.ts';

t.setTimeout(120_000);

const skip = await engineOrSkip('sidecar', 'nginx');

const APP = `gatecrash-test-app-${process.pid}`;

/** Where the configuration below has nginx look for what it serves. */
const FOLDER = '/srv/app';
const SERVER = `daemon off; error_log stderr; pid /tmp/app.pid; events {}
http { access_log off; server { listen 80; listen 81; root ${FOLDER}; } }`;
const PAGES = { small: 100, large: 300_000 };

/** The status of an answer, or that it was cut. */
function outcome(answer: Promise<{ readonly status: number }>): Promise<string> {
  return answer.then(
    ({ status }) => String(status),
    () => 'cut',
  );
}

t.test('network faults of a container that is not ours', { skip }, async (t) => {
  const network = await new Network().start();
  const app = await new GenericContainer('gatecrash-built/nginx:bookworm')
    .withAutoCleanup(false)
    .withNetwork(network)
    // Testcontainers puts a container with an alias into a second network, and either may have the default route.
    .withNetworkAliases(APP)
    .withCopyContentToContainer([
      { content: SERVER, target: `${FOLDER}/nginx.conf` },
      ...Object.entries(PAGES).map(([name, size]) => ({
        content: 'x'.repeat(size),
        target: `${FOLDER}/other/${name}`,
      })),
      ...Object.entries(PAGES).map(([name, size]) => ({ content: 'x'.repeat(size), target: `${FOLDER}/${name}` })),
    ])
    .withEntrypoint(['nginx', '-c', `${FOLDER}/nginx.conf`])
    .withWaitStrategy(Wait.forSuccessfulCommand('test -s /tmp/app.pid'))
    .start();
  const gateway = await new GatewayContainer('nginx')
    .withNetwork(network)
    .withUpstream('app', `${APP}:80`)
    .withUpstream('other', `${APP}:81`)
    .start();
  const faults = await new NetworkFaultContainer(app).start();
  t.teardown(async () => {
    await faults.stop();
    await Promise.all([gateway.stop(), app.stop()]);
    await network.stop();
  });
  const get = (path: string) => ask(gateway, { path });

  await t.test('a firewall that drops makes the gateway wait for its connect timeout', async (t) => {
    await faults.set('firewall-drop');
    const { status, ms } = await get('/small');
    t.equal(status, 504);
    t.ok(ms > 950, `after ${Math.round(ms)} ms`);
    t.ok((await faults.clear()) > 0, 'packets were dropped');
    t.match(await get('/small'), { status: 200 }, 'mended');
  });

  await t.test('a firewall that rejects is noticed at once', async (t) => {
    await faults.set('firewall-prohibited');
    const { status, ms } = await get('/small');
    t.equal(status, 502);
    t.ok(ms < 750, `after ${Math.round(ms)} ms`);
    t.ok((await faults.clear()) > 0, 'packets were rejected');
  });

  await t.test('a fault of one port leaves the others alone', async (t) => {
    await faults.set('firewall-prohibited', {}, { port: 80 });
    t.match(await get('/small'), { status: 502 });
    t.match(await get('/other/small'), { status: 200 });
    await faults.clear();
  });

  await t.test('packet loss is made good by TCP', async (t) => {
    await faults.set('packet-loss', { percent: 20 });
    t.match(await get('/large'), { status: 200, body: 'x'.repeat(PAGES.large) });
    t.ok((await faults.clear()) > 0, 'packets were lost');
  });

  await t.test('an MTU black hole lets small answers pass, and no large one', async (t) => {
    await faults.set('mtu-black-hole', { bytes: '576B' });
    t.match(await get('/small'), { status: 200 });
    t.match(await outcome(get('/large')), /^(504|cut)$/);
    t.ok((await faults.clear()) > 0, 'packets were too large');
  });

  await t.test('a bandwidth limit holds a large answer back', async (t) => {
    const { ms: free } = await get('/large');
    await faults.set('bandwidth-limit', { rate: '150KB/s' });
    const { status, ms } = await get('/large');
    t.equal(status, 200);
    t.ok(free < 500 && ms > 1000, `${Math.round(ms)} ms for 300 kB at 150 kB/s, ${Math.round(free)} ms without`);
    await faults.clear();
    t.ok((await get('/large')).ms < 500, 'mended');
  });

  await t.test('another fault takes the place of the one before, on whichever port', async (t) => {
    await faults.set('firewall-prohibited', {}, { port: 80 });
    await faults.set('firewall-prohibited', {}, { port: 81 });
    t.match(await get('/small'), { status: 200 });
    t.match(await get('/other/small'), { status: 502 });
    await faults.clear();
  });

  await t.test('in the container of a gateway they are about the address that it connects to', async (t) => {
    const away = await new NetworkFaultContainer(gateway).start();
    t.teardown(() => away.stop());
    const to = { address: app.getIpAddress(network.getName()) };

    await away.set('firewall-drop', {}, to);
    const { status, ms } = await get('/small');
    t.equal(status, 504);
    t.ok(ms > 950, `dropped: after ${Math.round(ms)} ms`);
    t.ok((await away.clear()) > 0, 'packets were dropped');

    await away.set('firewall-prohibited', {}, to);
    t.match(await get('/small'), { status: 502 }, 'rejected');
    t.ok((await away.clear()) > 0, 'packets were rejected');

    await away.set('route-unreachable', {}, to);
    t.match(await get('/small'), { status: 502 }, 'no route');
    await away.clear();

    await away.set('packet-loss', { percent: 20 }, to);
    t.match(await get('/large'), { status: 200, body: 'x'.repeat(PAGES.large) });
    t.ok((await away.clear()) > 0, 'packets were lost');

    await away.set('mtu-black-hole', { bytes: '576B' }, to);
    t.match(await get('/small'), { status: 200 });
    t.match(await outcome(get('/large')), /^(504|cut)$/, 'nothing large arrives');
    t.ok((await away.clear()) > 0, 'packets were too large');
    t.match(await get('/large'), { status: 200 }, 'mended');
  });

  await t.test('in the container of a server a route that leads nowhere keeps its answers', async (t) => {
    await faults.set('route-unreachable', {}, { address: gateway.getIpAddress(network.getName()) });
    const { status, ms } = await get('/small');
    t.equal(status, 504, 'the SYN arrives, and its answer has no way back');
    t.ok(ms > 950, `after ${Math.round(ms)} ms`);
    await faults.clear();
    t.match(await get('/small'), { status: 200 }, 'mended');
  });

  await t.test('says what cannot be made, and what was meant', async (t) => {
    const said = (promise: Promise<unknown>) =>
      promise.then(
        () => 'nothing is wrong',
        (error: Error) => error.message,
      );
    const texts = [
      await said(faults.set('firewall-dorp')),
      await said(faults.set('reset-mid-body')),
      await said(faults.set('dns-silence')),
      await said(faults.set('packet-loss', { percent: 200 })),
      await said(faults.set('route-unreachable')),
      await said(faults.set('firewall-drop', {}, { address: 'app' })),
    ];
    matchesGolden(t, 'containers/network-fault-problems.txt', `${texts.join('\n\n')}\n`);
    t.match(await get('/small'), { status: 200 }, 'and nothing is broken by it');
  });

  await t.test('has no network to break where the container is gone', async (t) => {
    const gone = await new GatewayContainer('nginx').withNetwork(network).withUpstream('app', `${APP}:80`).start();
    await gone.stop();
    await t.rejects(new NetworkFaultContainer(gone).start(), {
      message: /^the network fault helper did not start from /,
    });
  });

  await t.test('leaves the network as it was when it stops', async (t) => {
    const brief = await new NetworkFaultContainer(gateway).start();
    await brief.set('firewall-drop');
    await brief.stop();
    t.match(await get('/small'), { status: 200 });
  });
});
