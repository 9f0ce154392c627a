import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { imageOptions } from '../../harness/run/image-options.ts';

const gateways = await loadFolder<Gateway>('gateways');

function options(wishes: { images?: 'official' | 'built'; image?: readonly string[] } = {}) {
  return imageOptions({ image: [], ...wishes }, gateways, () => {});
}

t.beforeEach((t) => void t.intercept(process, 'env', { value: { ...process.env, GATECRASH_IMAGES: '' } }));

t.test('images are those of their makers, unless the environment or the command line says otherwise', async (t) => {
  t.equal(options().set, 'official');
  t.equal(options({ images: 'built' }).set, 'built');
  process.env.GATECRASH_IMAGES = 'built';
  t.equal(options().set, 'built');
  t.equal(options({ images: 'official' }).set, 'official');
});

t.test('another image may be named for a gateway, also one with a port and a digest', async (t) => {
  const image = ['nginx=nginx:1.25', 'caddy=127.0.0.1:5000/caddy@sha256:00'];
  t.same(options({ image }).overrides, { nginx: 'nginx:1.25', caddy: '127.0.0.1:5000/caddy@sha256:00' });
});

t.test('what cannot be meant is bad usage', async (t) => {
  const usage = (code: string) => ({ blame: 'usage', problems: [{ code }] });
  const refused = (wishes: Parameters<typeof options>[0]) => {
    try {
      return options(wishes);
    } catch (error) {
      return error;
    }
  };
  t.match(refused({ image: ['nginx'] }), usage('wrong-image'));
  t.match(refused({ image: ['nginx='] }), usage('wrong-image'));
  t.match(refused({ image: ['ngnix=nginx:1.25'] }), usage('unknown-gateway'));
  process.env.GATECRASH_IMAGES = 'bulit';
  t.match(refused({}), usage('wrong-image-set'));
});
