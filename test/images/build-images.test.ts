import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { findProgram } from '../../harness/core/find-program.ts';
import nginx from '../../harness/gateways/nginx.ts';
import { buildImage } from '../../harness/images/build-image.ts';
import { buildImages } from '../../harness/images/build-images.ts';
import { engineEvents } from '../../harness/images/engine-events.ts';
import { ensureImages } from '../../harness/images/ensure-images.ts';
import { imageId } from '../../harness/images/image-id.ts';
import { listImages } from '../../harness/images/list-images.ts';
import { makeDebianBase } from '../../harness/images/make-debian-base.ts';
import { programInImage } from '../../harness/images/program-in-image.ts';
import { removeImages } from '../../harness/images/remove-images.ts';
import { engineOrSkip } from './engine-or-skip.ts';
import { problemsOf } from './problems-of.ts';

t.setTimeout(600_000);

const { engine, skip } = await engineOrSkip();
const mmdebstrap = await findProgram({
  names: ['mmdebstrap'],
  args: ['--version'],
  version: /(\d\S*)/,
  install: 'install the package mmdebstrap',
});
const skipBuild = skip || (!mmdebstrap.found && process.env.GATECRASH_REQUIRE !== 'all' ? mmdebstrap.reason : false);

/** What a command says in a container of an image. */
async function say(image: string, command: readonly string[]): Promise<{ said: string; code: number }> {
  if (!engine) throw new Error('no engine');
  const output = new PassThrough();
  const said = text(output);
  const [{ StatusCode: code }, container] = await engine.docker.run(image, [...command], output, {
    Tty: true,
    Labels: { 'gatecrash.helper': 'test-images' },
  });
  await container.remove({ force: true });
  output.end();
  return { said: await said, code };
}

t.test('images are built without a registry, and do what they are for', { skip: skipBuild }, async (t) => {
  const told: string[] = [];
  const built = await buildImages(['nginx', 'upstream'], {
    suite: 'bookworm',
    progress: (name, text) => told.push(`${name}: ${text}`),
  });
  t.strictSame([...built.keys()], ['nginx', 'upstream']);
  t.ok(told.some((line) => /^nginx: step \d+ of \d+: RUN command -v nginx/.test(line)));

  const image = built.get('nginx') ?? '';
  t.equal(image, 'gatecrash-built/nginx:bookworm');
  const version = await say(image, [nginx.image.program, ...nginx.image.versionArgs]);
  t.match(version.said, nginx.image.version, `nginx says ${version.said.trim()}`);

  const upstream = built.get('upstream') ?? '';
  const options = ['--control', 'nonsense'];
  const refusal = await say(upstream, ['node', programInImage('upstream/main'), ...options]);
  t.not(refusal.code, 0);
  t.match(refusal.said, /nonsense/, 'the program is there with all that it imports, and reads its options');
  t.match((await say(upstream, ['id', '-u'])).said, /^65534/, 'and is not root');

  const ensured = await ensureImages([{ name: 'nginx', reference: 'nginx' }, { name: 'upstream' }], { set: 'built' });
  t.strictSame(new Map(ensured), new Map(built), 'a run then takes the same');
});

t.test('a build that fails says where, in the words of the builder', { skip }, async (t) => {
  if (!engine) throw new Error('no engine');
  const options = { name: 'nginx', reference: 'gatecrash-built/nginx:never', base: 'NO-REFERENCE' };
  t.match(await problemsOf(buildImage(engine, options)), [
    { code: 'build-failed', message: /nginx:never could not be built:\n(.*\n)*.*invalid reference/, hint: /network/ },
  ]);
});

t.test('a base that cannot be made leaves nothing behind', { skip: skipBuild }, async (t) => {
  if (!engine) throw new Error('no engine');
  const images = async (): Promise<number> => (await listImages(engine)).filter(({ name }) => name === 'debian').length;
  const before = await images();
  const { PATH, http_proxy } = process.env;
  t.teardown(() => {
    process.env.PATH = PATH;
    if (http_proxy === undefined) delete process.env.http_proxy;
    else process.env.http_proxy = http_proxy;
  });

  process.env.http_proxy = 'http://127.0.0.1:1';
  t.match(await problemsOf(makeDebianBase(engine, 'sid')), [
    { code: 'mmdebstrap-failed', message: /could not make the Debian base of images: \S/, hint: /a mirror of Debian/ },
  ]);
  process.env.PATH = '/nowhere';
  t.match(await problemsOf(makeDebianBase(engine, 'sid')), [
    { code: 'no-mmdebstrap', hint: /install the package mmdebstrap/ },
  ]);
  t.equal(await images(), before);
});

t.test('only images that gatecrash has made are listed and removed', { skip }, async (t) => {
  if (!engine) throw new Error('no engine');
  const { docker } = engine;
  // Two blocks of zeros are a file system without files.
  const make = async (repo: string): Promise<void> => {
    const archive = new PassThrough().end(Buffer.alloc(1024));
    const changes = ['LABEL gatecrash.image=test-of-removal', `LABEL of=${repo}`];
    const ended = engineEvents(await docker.importImage(archive, { repo, tag: '1', changes }));
    for await (const { status } of ended) t.comment(status);
  };
  // The label is inherited by whatever somebody builds on an image of ours.
  await make('gatecrash-built/test-of-removal');
  await make('somebodys/gateway');
  t.teardown(async () => await docker.getImage('somebodys/gateway:1').remove());

  const listed = (await listImages()).filter(({ name }) => name === 'test-of-removal');
  t.strictSame(
    listed.map(({ reference }) => reference),
    ['gatecrash-built/test-of-removal:1'],
  );

  const holder = await docker.createContainer({ Image: 'gatecrash-built/test-of-removal:1', Cmd: ['none'] });
  const refused = await removeImages(['test-of-removal']);
  t.strictSame(refused.removed, []);
  t.match(refused.problems, [{ code: 'image-not-removed', message: /test-of-removal:1 .*container/, hint: /clean/ }]);
  await holder.remove();

  const { removed, problems } = await removeImages(['test-of-removal']);
  t.strictSame(
    removed.map(({ reference }) => reference),
    ['gatecrash-built/test-of-removal:1'],
  );
  t.strictSame(problems, []);
  t.equal(await imageId(engine, 'gatecrash-built/test-of-removal:1'), undefined);
  t.ok(await imageId(engine, 'somebodys/gateway:1'), 'what is somebody else’s stays');
});
