import t from 'tap';
import { findImage } from '../../harness/containers/find-image.ts';
import { engineOrSkip } from '../support/engine-or-skip.ts';

const skip = await engineOrSkip();

t.test('a set of images that is none is refused', async (t) => {
  t.intercept(process, 'env', { value: { ...process.env, GATECRASH_IMAGES: 'bulit' } });
  await t.rejects(findImage({ name: 'nginx' }), {
    message: 'GATECRASH_IMAGES=bulit means nothing: it is official or built',
  });
});

t.test('an image that no registry gives is an error that says what helps', { skip }, async (t) => {
  t.intercept(process, 'env', { value: { ...process.env, GATECRASH_IMAGES: 'official' } });
  // Nothing listens on port 9.
  await t.rejects(findImage({ name: 'nginx', reference: '127.0.0.1:9/no/nginx:1' }), {
    message: /127\.0\.0\.1:9\/no\/nginx:1 .* cannot be pulled: .*\(.*gatecrash images build/s,
  });
});
