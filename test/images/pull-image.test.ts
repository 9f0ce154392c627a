import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import t from 'tap';
import { ensureImages } from '../../harness/images/ensure-images.ts';
import { pullImage } from '../../harness/images/pull-image.ts';
import { engineOrSkip } from './engine-or-skip.ts';
import { problemsOf } from './problems-of.ts';
import { openRegistry } from './small-registry.ts';

// A real engine and a registry of our own on loopback, where engines need no TLS.
const { engine, skip: reason } = await engineOrSkip();
const skip = reason || (process.env.DOCKER_HOST?.startsWith('tcp') ? 'the engine is not on this machine' : false);

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

t.test('an image that is not there is pulled, with progress, and then taken as it is', { skip }, async (t) => {
  const registry = await openRegistry();
  const reference = `${registry.host}/small:1`;
  t.teardown(async () => await engine?.docker.getImage(reference).remove());
  const told: string[] = [];
  const want = () =>
    ensureImages([{ name: 'nginx', reference }], {
      set: 'official',
      progress: (name, text) => told.push(`${name}: ${text}`),
    });
  t.strictSame([...(await want())], [['nginx', reference]]);
  t.equal(told[0], `nginx: pulling ${reference}`);
  t.match(told.at(-1), /: 1 of 1 layers, /);
  registry.close();
  told.length = 0;
  t.strictSame([...(await want())], [['nginx', reference]]);
  t.strictSame(told, [], 'the second time nobody asks the registry, which is gone');
});

t.test('another image may be given for a name', { skip }, async (t) => {
  const registry = await openRegistry();
  t.teardown(() => registry.close());
  const reference = `${registry.host}/small:1`;
  t.teardown(async () => await engine?.docker.getImage(reference).remove());
  for (const set of ['official', 'built'] as const) {
    const overrides = { upstream: reference };
    t.strictSame([...(await ensureImages([{ name: 'upstream' }], { set, overrides }))], [['upstream', reference]]);
  }
});

t.test('what cannot be pulled is told with the words of the registry and ways out, every one', { skip }, async (t) => {
  const registry = await openRegistry();
  t.teardown(() => registry.close());
  const dead = `127.0.0.1:${await closedPort()}/gone:1`;
  const unknown = `${registry.host}/small:2`;
  const wanted = [
    { name: 'nginx', reference: dead },
    { name: 'caddy', reference: unknown },
  ];
  t.match(await problemsOf(ensureImages(wanted, { set: 'official' })), [
    {
      code: 'pull-failed',
      message: /^the image \S+\/gone:1 for nginx is not here and cannot be pulled: Get .*connection refused/,
      hint: /`--image nginx=REFERENCE`.*`--images built`.*DOCKER_HOST/,
    },
    { code: 'pull-failed', message: /small:2 for caddy .*: manifest .*unknown/ },
  ]);
});

t.test('a registry that says nothing is given up', { skip }, async (t) => {
  const held: Socket[] = [];
  const silent = createServer((socket) => held.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.teardown(() => {
    for (const socket of held) socket.destroy();
    silent.close();
  });
  const reference = `127.0.0.1:${(silent.address() as AddressInfo).port}/silent:1`;
  if (!engine) throw new Error('no engine');
  t.match(await problemsOf(pullImage(engine, { name: 'nginx', reference, patience: 500 })), [
    { code: 'pull-failed', message: /nothing came for 0\.5 s$/ },
  ]);
});

t.test('an interrupted pull ends with the reason of the interruption', { skip }, async (t) => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.teardown(() => silent.close());
  const stop = new AbortController();
  const connected = once(silent, 'connection').then(([socket]: Socket[]) => {
    t.teardown(() => socket?.destroy());
    stop.abort(new Error('enough'));
  });
  const reference = `127.0.0.1:${(silent.address() as AddressInfo).port}/silent:1`;
  const pull = ensureImages([{ name: 'nginx', reference }], { set: 'official', signal: stop.signal });
  await t.rejects(pull, /enough/);
  await connected;
});

t.test('a built image that is not there is told with the command that makes it', { skip }, async (t) => {
  const wanted = [{ name: 'no-such-gateway', reference: 'nginx' }];
  t.match(await problemsOf(ensureImages(wanted, { set: 'built' })), [
    {
      code: 'image-not-built',
      message: 'the image gatecrash-built/no-such-gateway:bookworm for no-such-gateway is not here',
      hint: /`gatecrash images build no-such-gateway --suite bookworm`/,
    },
  ]);
});
