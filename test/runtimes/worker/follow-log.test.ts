import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { followLog } from '../../../harness/runtimes/worker/follow-log.ts';
import type { OutputLine } from '../../../harness/runtimes/worker/ground.ts';
import { LogTail } from '../../../harness/runtimes/worker/log-tail.ts';

t.test('a tail reads whole lines on from a mark, and what was begun the next time', async (t) => {
  const file = join(t.testdir(), 'error.log');
  const tail = new LogTail(file);
  t.same(await tail.next(0), { lines: [], next: 0 }, 'there is no file yet');
  await writeFile(file, 'one\ntw');
  t.same(await tail.next(0), { lines: ['one'], next: 4 });
  t.same(await tail.next(4), { lines: [], next: 4 }, 'half a line is none');
  await appendFile(file, 'o\n\nthree\n');
  t.same(await tail.next(4), { lines: ['two', 'three'], next: 15 });
  t.same(await tail.next(15), { lines: [], next: 15 });
  await writeFile(file, 'new\n');
  t.same(await tail.next(15), { lines: ['new'], next: 4 }, 'a file that was begun anew is read from its start');
});

t.test('a follower tells what is written from now on, to files and to stdout, until it is stopped', async (t) => {
  const file = join(t.testdir({ 'access.log': 'before\n' }), 'access.log');
  const output: OutputLine[] = [{ at: 1, text: 'before' }];
  const told: string[] = [];
  const stop = new AbortController();
  const all = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const following = followLog(
    {
      files: [new LogTail(file)],
      // It takes its marks first, and then looks here.
      output: () => {
        begun.resolve();
        return output;
      },
    },
    ({ text }) => {
      told.push(text);
      if (told.length === 1) output.push({ at: 3, text: 'said' });
      if (told.length === 2) void appendFile(file, 'b\n');
      if (told.length === 3) all.resolve();
    },
    stop.signal,
  );
  await begun.promise;
  await appendFile(file, 'a\n');
  await all.promise;
  stop.abort();
  await following;
  t.same(told, ['a', 'said', 'b']);
});
