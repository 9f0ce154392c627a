import { closeSync, openSync } from 'node:fs';
import t from 'tap';
import { holdingsAtRest, holdingsOf } from '../../../harness/runtimes/worker/holdings.ts';

const skip = process.platform === 'linux' ? false : 'reads /proc';
const OWN = [process.pid];

t.test('a process holds what it has opened, and memory', { skip }, (t) => {
  const before = holdingsOf(OWN);
  const opened = Array.from({ length: 20 }, () => openSync('/dev/null', 'r'));
  const after = holdingsOf(OWN);
  for (const descriptor of opened) closeSync(descriptor);
  t.equal((after?.descriptors ?? 0) - (before?.descriptors ?? 0), 20);
  t.ok((before?.resident ?? 0) > 10 * 1024 * 1024);
  t.ok((after?.peak ?? 0) >= (before?.resident ?? 0));
  t.end();
});

t.test('of a process that is gone, and of none, nothing is known', { skip }, (t) => {
  t.equal(holdingsOf([2 ** 22 + 1]), null);
  t.equal(holdingsOf([]), null);
  t.end();
});

t.test('it is at rest as soon as it has given back what it took', { skip }, async (t) => {
  const before = holdingsOf(OWN);
  if (!before) throw new Error('no /proc');
  const opened = Array.from({ length: 20 }, () => openSync('/dev/null', 'r'));
  let looks = 0;
  const pids = () => {
    looks += 1;
    if (looks === 3) for (const descriptor of opened) closeSync(descriptor);
    return OWN;
  };
  const after = await holdingsAtRest(pids, before, 60_000);
  t.equal(looks, 3);
  t.ok((after?.descriptors ?? 0) <= before.descriptors + 10);
});

t.test('where it gives nothing back, the time is over at last', { skip }, async (t) => {
  const now = holdingsOf(OWN);
  if (!now) throw new Error('no /proc');
  const after = await holdingsAtRest(() => OWN, { ...now, descriptors: now.descriptors - 11 }, 1);
  t.ok((after?.descriptors ?? 0) >= now.descriptors);
});
