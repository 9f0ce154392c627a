import t from 'tap';
import { instant } from '../../harness/dialects/forms/instant.ts';

t.test('every form of a time is read', async (t) => {
  const at = Date.parse('2026-11-23T03:14:22Z');
  for (const text of [
    '23/Nov/2026:03:14:22 +0000',
    '23/Nov/2026:04:44:22 +0130',
    '22/Nov/2026:21:44:22 -0530',
    '23/Nov/2026:03:14:22',
    '2026-11-23T03:14:22Z',
    '2026-11-23T04:14:22+01:00',
    '2026/11/23 03:14:22',
    '2026-11-23 03:14:22,000',
    'Mon Nov 23 03:14:22.000000 2026',
  ])
    t.equal(instant(text), at, text);
  t.equal(instant('23/Nov/2026:03:14:22.178'), at + 178);
});

t.test('what is no time is none', async (t) => {
  for (const text of [
    undefined,
    '',
    '-',
    '23/Foo/2026:03:14:22 +0000',
    '23/anF/2026:03:14:22 +0000',
    '2026-99-99T00:00:00Z',
  ])
    t.equal(instant(text), null, String(text));
});
