import t from 'tap';
import { PullProgress } from '../../harness/images/pull-progress.ts';

t.test('a download is told in layers and bytes', (t) => {
  const progress = new PullProgress();
  t.equal(progress.see({ status: 'Pulling from library/nginx', id: '1.30.0' }), undefined, 'the tag is no layer');
  t.equal(progress.see({ status: 'Pulling fs layer', id: 'a' }), '0 of 1 layers, 0.0 of 0.0 MB');
  t.equal(progress.see({ status: 'Already exists', id: 'b' }), '1 of 2 layers, 0.0 of 0.0 MB');
  const half = { current: 1_500_000, total: 3_000_000 };
  t.equal(progress.see({ status: 'Downloading', id: 'a', progressDetail: half }), '1 of 2 layers, 1.5 of 3.0 MB');
  const unpacking = { current: 10, total: 20 };
  t.equal(
    progress.see({ status: 'Extracting', id: 'a', progressDetail: unpacking }),
    '1 of 2 layers, 1.5 of 3.0 MB',
    'unpacked bytes are not downloaded ones',
  );
  t.equal(progress.see({ status: 'Pull complete', id: 'a' }), '2 of 2 layers, 3.0 of 3.0 MB');
  t.equal(progress.see({ status: 'Digest: sha256:…' }), undefined);
  t.end();
});
