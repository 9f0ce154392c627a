import t from 'tap';
import { imageLines } from '../../harness/images/image-lines.ts';
import { matchesGolden } from '../support/golden.ts';

t.test('images are listed by what `docker run` takes', (t) => {
  const id = `sha256:${'0123456789abcdef'.repeat(4)}`;
  const images = [
    { name: 'nginx', reference: 'gatecrash-built/nginx:bookworm', id, size: 135_400_000 },
    { name: 'upstream', reference: 'gatecrash/upstream:0.1.0-0123456789ab', id, size: 1_211_000_000 },
    { name: 'upstream', reference: null, id, size: 9_000_000 },
  ];
  matchesGolden(t, 'commands/images-list.txt', imageLines(images));
  t.match(imageLines([]), /gatecrash images build/, 'and where there are none, how to make them');
  t.end();
});
