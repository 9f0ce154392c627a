import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import { RequestsSeen } from '../../harness/play/requests-seen.ts';
import { requestSeen } from '../support/evidence.ts';

function upstreams() {
  let tell: (event: Observation) => void = () => {};
  const seen = new RequestsSeen({
    onObservation: (listener) => {
      tell = listener;
    },
  });
  return { seen, read: (id: string, upstream = 'app') => tell({ ...requestSeen(1, id), upstream }) };
}

t.test('so many requests are awaited, and those of the aftermath and of others do not count', async (t) => {
  const { seen, read } = upstreams();
  read('steps-1');
  t.equal(await seen.reach({}, 0), undefined);
  t.equal(await seen.reach({ app: 1 }, 0), undefined);
  const second = seen.reach({ app: 2 }, 10_000);
  read('aftermath-2');
  read('steps-3', 'other');
  read('steps-4');
  t.equal(await second, undefined);
});

t.test('it is said which did not come in time', async (t) => {
  const { seen, read } = upstreams();
  read('steps-1');
  t.equal(await seen.reach({ app: 2 }, 10), 'upstream app had read 1 of 2 requests in time');
});
