import t from 'tap';
import { formatDuration, parseDuration } from '../../harness/core/duration.ts';

t.test('a duration needs a unit', (t) => {
  t.equal(parseDuration('250ms'), 250);
  t.equal(parseDuration('1.5s'), 1500);
  t.equal(parseDuration('2m'), 120_000);
  t.equal(parseDuration('32.66s'), 32_660, 'not 32659.999999999996, which no gateway reads');
  for (const wrong of ['1', '-1s', '1h', 's', '1 sec', '']) t.equal(parseDuration(wrong), undefined, wrong);
  t.end();
});

t.test('a duration is written for people', (t) => {
  t.equal(formatDuration(740.4), '740 ms');
  t.equal(formatDuration(1240), '1.24 s');
  t.equal(formatDuration(125_000), '2 m 5 s');
  t.end();
});
