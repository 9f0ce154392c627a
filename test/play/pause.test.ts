import t from 'tap';
import { pause } from '../../harness/play/pause.ts';

/** Longer than tap waits for a test. */
const FOR_EVER = 2 ** 31 - 1;

t.test('a pause lasts so long', async (t) => {
  const from = performance.now();
  await pause(300, new AbortController().signal);
  t.ok(performance.now() - from > 290);
});

t.test('it ends with the play, and does not begin where that is over', async () => {
  const play = new AbortController();
  const pausing = pause(FOR_EVER, play.signal);
  play.abort();
  await pausing;
  await pause(FOR_EVER, play.signal);
});
