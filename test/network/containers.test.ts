import t from 'tap';
import { request } from 'undici';
import { SidecarControl } from '../../harness/sidecar/control-client.ts';
import { dockerOr, runContainer, type TestContainer, testImage } from '../support/docker.ts';

// A sidecar in the network namespace of containers that know nothing of it: an upstream and a gateway as they come from their
// images. What a client of the gateway gets shows what the network did.

const CONTROL = 9001;
/** The gateway's timeouts, in milliseconds. */
const TIMEOUT = 1000;
const NGINX = ['nginx', '-g', 'daemon off; error_log /dev/stderr notice;'];
const NGINX_READY = /start worker process/;

const docker = await dockerOr(t);
if (docker) {
  const [nginx, sidecar] = [await testImage(docker, 'nginx'), await testImage(docker, 'sidecar')];
  const held: AsyncDisposable[] = [];
  t.teardown(async () => {
    for (const one of held.reverse()) await one[Symbol.asyncDispose]();
  });
  const run = async (options: Parameters<typeof runContainer>[1]) => {
    const container = await runContainer(docker, options);
    held.push(container);
    return container;
  };
  const beside = async (target: TestContainer): Promise<SidecarControl> => {
    const command = ['node', '/opt/gatecrash/harness/sidecar/main.ts', '--control', `0.0.0.0:${CONTROL}`];
    const host = { NetworkMode: `container:${target.id}`, CapAdd: ['NET_ADMIN'] };
    await run({ create: { Image: sidecar, Cmd: command, HostConfig: host }, ready: /"control"/ });
    return new SidecarControl(`127.0.0.1:${target.port(CONTROL)}`);
  };

  const upstream = await run({ create: { Image: nginx, Cmd: NGINX }, publish: [CONTROL], ready: NGINX_READY });
  const config = `events {}
    http {
      access_log off;
      server {
        listen 8080;
        location / {
          proxy_pass http://${upstream.address}:80;
          proxy_connect_timeout ${TIMEOUT}ms;
          proxy_read_timeout ${TIMEOUT}ms;
        }
      }
    }`;
  const gateway = await run({
    create: {
      Image: nginx,
      Env: [`CONFIG=${config}`],
      Cmd: ['sh', '-c', 'printenv CONFIG > /tmp/nginx.conf && exec "$@"', 'sh', ...NGINX, '-c', '/tmp/nginx.conf'],
    },
    publish: [CONTROL, 8080],
    ready: NGINX_READY,
  });
  const sides = { upstream: await beside(upstream), gateway: await beside(gateway) };
  t.teardown(() => Promise.all([sides.upstream.close(), sides.gateway.close()]));

  /** The status that a client of the gateway gets, and after how many milliseconds. */
  const ask = async (method: 'GET' | 'HEAD' = 'GET') => {
    const started = performance.now();
    const answer = await request(`http://127.0.0.1:${gateway.port(8080)}/`, { method });
    await answer.body.dump();
    return { status: answer.statusCode, ms: performance.now() - started };
  };

  for (const side of ['upstream', 'gateway'] as const) {
    // The sidecar beside the upstream speaks of its service, the one beside the gateway of the upstream's address.
    const address = side === 'upstream' ? '*:80' : upstream.address;
    const control = sides[side];

    t.test(`beside the ${side}: dropped packets are waited for, rejected ones are not`, async (t) => {
      t.equal((await ask()).status, 200);
      await control.armFault(address, 'firewall-drop');
      const dropped = await ask();
      t.equal(dropped.status, 504);
      t.ok(dropped.ms >= TIMEOUT - 50, `after ${Math.round(dropped.ms)} ms`);
      t.ok((await control.disarm(address)).packets >= 1);
      for (const verdict of ['icmp-admin-prohibited', 'icmp-host-unreachable', 'tcp-reset'] as const) {
        await control.arm(address, { place: 'firewall', verdict });
        const rejected = await ask();
        t.equal(rejected.status, 502, verdict);
        t.ok(rejected.ms < TIMEOUT - 250, `at once: after ${Math.round(rejected.ms)} ms`);
        t.ok((await control.disarm(address)).packets >= 1);
      }
      t.equal((await ask()).status, 200, 'disarmed, all is well');
    });

    t.test(`beside the ${side}: lost packets are sent again`, async (t) => {
      await control.armFault(address, 'packet-loss', { percent: 30 });
      const statuses = [await ask(), await ask(), await ask(), await ask()].map(({ status }) => status);
      t.same(statuses, [200, 200, 200, 200]);
      t.ok((await control.disarm(address)).packets >= 4);
    });

    t.test(`beside the ${side}: an MTU black hole lets a head pass and no page`, async (t) => {
      await control.armFault(address, 'mtu-black-hole', { bytes: '512B' });
      t.equal((await ask('HEAD')).status, 200);
      const page = await ask();
      t.equal(page.status, 504);
      t.ok(page.ms >= TIMEOUT - 50, `after ${Math.round(page.ms)} ms`);
      t.ok((await control.disarm(address)).packets >= 1);
      t.equal((await ask()).status, 200);
    });
  }

  t.test('beside the gateway: a route that says no is a 502 at once', async (t) => {
    await sides.gateway.armFault(upstream.address, 'route-unreachable');
    t.same(
      await sides.gateway.probe({ host: upstream.address, port: 80 }).then(({ result }) => result),
      'EHOSTUNREACH',
    );
    t.match(await ask(), { status: 502 });
    await sides.gateway.disarm(upstream.address);
    t.equal((await ask()).status, 200);
  });

  t.test('beside the upstream: the line is slow for its service alone', async (t) => {
    await sides.upstream.armFault('*:80', 'bandwidth-limit', { rate: '4KiB/s' });
    let ms = 0;
    for (let page = 0; page < 8; page += 1) {
      const answer = await ask();
      t.equal(answer.status, 200);
      ms += answer.ms;
    }
    t.ok(ms > 1000, `eight pages of a kilobyte took ${Math.round(ms)} ms`);
    t.ok((await sides.upstream.disarm('*:80')).packets >= 1);
  });

  t.test('beside the upstream: its whole namespace is cut off, and the sidecar still answers', async (t) => {
    await sides.upstream.armFault('*', 'firewall-drop');
    t.equal((await ask()).status, 504);
    t.ok((await sides.upstream.disarm('*')).packets >= 1);
    t.equal((await ask()).status, 200);
  });
}
