import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { gatecrash } from '../support/cli.ts';
import { matchesGolden } from '../support/golden.ts';

const faults = await loadFolder<Fault>('faults');
const cwd = t.testdir();

t.test('every fault is listed once, below the heading of its group', async (t) => {
  const { stdout, stderr, code } = await gatecrash(['faults'], { cwd });
  t.match({ stderr, code }, { stderr: '', code: 0 });
  const sections = new Map(stdout.split('\n\n').map((section) => [section.split('\n')[0], section]));
  for (const { name, group } of faults) {
    t.match(sections.get(group), new RegExp(`^ {2}${name} +\\S`, 'm'), `${name} below ${group}`);
    t.equal(stdout.split('\n').filter((line) => line.startsWith(`  ${name} `)).length, 1);
  }
});

t.test('one fault is explained: parameters, examples, and what a good gateway does', async (t) => {
  const { stdout, code } = await gatecrash(['faults', 'reset-mid-body'], { cwd });
  t.equal(code, 0);
  matchesGolden(t, 'commands/fault-reset-mid-body.txt', withoutAtlas(stdout));
  const killed = await gatecrash(['faults', 'process-killed'], { cwd });
  matchesGolden(t, 'commands/fault-process-killed.txt', withoutAtlas(killed.stdout));
});

/** What gateways answered is of the day on which the atlas was written. */
function withoutAtlas(text: string): string {
  return text.replace(/\nWhat gateways answered on [\s\S]*/, '');
}

t.test('an unknown fault is told with the one that was meant', async (t) => {
  const { stderr, code } = await gatecrash(['faults', 'reset-mid-boddy'], { cwd });
  t.match({ stderr, code }, { stderr: /unknown fault "reset-mid-boddy"[\s\S]*did you mean "reset-mid-body"/, code: 2 });
});
