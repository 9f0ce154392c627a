import { readdirSync } from 'node:fs';
import t from 'tap';
import { loadFolder } from '../../harness/core/registry.ts';
import type { Reporter } from '../../harness/core/reporter.ts';
import { matchesGolden } from '../support/golden.ts';
import { report } from '../support/report.ts';
import { emptyRun, interruptedRun, mixedRun } from '../support/run-events.ts';

const RUNS = { mixed: mixedRun, interrupted: interruptedRun, empty: emptyRun };
const registry = await loadFolder<Reporter>('reporters');

t.test('every file of the folder is one reporter of the same name', async (t) => {
  const files = readdirSync(new URL('../../harness/reporters/', import.meta.url)).map((file) =>
    file.replace(/\.ts$/, ''),
  );
  t.same(registry.map((reporter) => reporter.name).sort(), files.sort());
});

for (const reporter of registry) {
  t.test(`${reporter.name} has a kebab-case name and one line of summary`, async (t) => {
    t.match(reporter.name, /^[a-z]+(-[a-z]+)*$/);
    t.match(reporter.summary, /^[^\n]{20,120}\.$/);
    t.notOk(reporter.machine && reporter.totals, 'a machine format has no totals in words');
  });

  for (const [name, events] of Object.entries(RUNS)) {
    t.test(`${reporter.name} writes a run that is ${name} as its golden file has it`, async (t) => {
      const sink = await report(reporter, events());
      matchesGolden(t, `reporters/${name}.${reporter.name}.txt`, sink.written.out);
      t.notMatch(sink.written.out, /[\x00-\x08\x0b-\x1f\x7f-\x9f]/, 'nothing in it steers a terminal');
      t.same(sink.written.status, [], 'there is no live area without a terminal');
    });
  }

  t.test(`${reporter.name} says the same of two runs, one after the other`, async (t) => {
    const [first, second] = [await report(reporter, mixedRun()), await report(reporter, mixedRun())];
    t.equal(first.written.out, second.written.out);
  });

  if (reporter.machine) {
    t.test(`${reporter.name} is read by machines and writes nothing to stderr`, async (t) => {
      t.equal((await report(reporter, mixedRun())).written.err, '');
    });
  }

  t.test(`${reporter.name} leaves the totals to another where it is told to`, async (t) => {
    const sink = { ...(await report(reporter, [])), totals: false };
    const session = reporter.open(sink);
    for (const event of mixedRun()) session.on(event);
    await session.close();
    t.notMatch(sink.written.out, /2 passed, 1 failed/);
  });
}
