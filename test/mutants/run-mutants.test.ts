import t from 'tap';
import { matchesGolden } from '../support/golden.ts';
import { openCompileCache } from './compile-cache.ts';
import type { Mutant } from './mutant.ts';
import { readOptions } from './options.ts';
import { runMutants } from './run-mutants.ts';

// The machinery on one scenario, with gateways that really run: whatever is not as it should be makes the run fail.

const cache = openCompileCache();
t.teardown(() => cache[Symbol.dispose]());

const SCENARIO = ['--scenarios', 'head/nul-in-header', '--at-once', '1'];

const KILLED: Mutant = {
  name: 'passes-nul',
  rule: 'OP-33',
  collateral: ['R-9110-5.5-1'],
  summary: 'A NUL in a field of the upstream reaches the client.',
  patches: [{ file: 'field-line.ts', find: 'const VALUE = /^[\\t', replace: 'const VALUE = /^[\\x00\\t' }],
};

const SURVIVOR: Mutant = {
  ...KILLED,
  name: 'is-no-mutant',
  summary: 'Nothing that anybody sees is changed.',
  patches: [{ file: 'truncate.ts', find: '/**', replace: '/***' }],
};

const NEVER_STARTS: Mutant = {
  ...KILLED,
  name: 'never-starts',
  summary: 'The process ends before it listens.',
  patches: [{ file: 'truncate.ts', find: 'export function', replace: "throw new Error('no');\nexport function" }],
};

async function play(mutants: readonly Mutant[], ...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const signal = new AbortController().signal;
  const say = (line: string) => lines.push(`${line}\n`);
  return {
    code: await runMutants(readOptions([...SCENARIO, ...args]), { mutants, signal, say }),
    said: lines.join(''),
  };
}

t.test('a mutant that its rule finds, and none that it does not list, is all right', async (t) => {
  const { code, said } = await play([KILLED]);
  t.equal(code, 0);
  matchesGolden(t, 'mutants/killed.txt', said);
});

t.test(
  'the run fails for a survivor, for a finding that is not listed, and for a gateway that does not start',
  async (t) => {
    const { code, said } = await play([SURVIVOR, { ...KILLED, collateral: [] }, NEVER_STARTS]);
    t.equal(code, 1);
    matchesGolden(t, 'mutants/not-as-it-should-be.txt', withoutPlaces(said));
  },
);

t.test('the run fails when the rule is switched off', async (t) => {
  const { code, said } = await play([KILLED], '--without-rule', 'OP-33');
  t.equal(code, 1);
  t.match(said, 'survived: no case has a finding of OP-33');
});

t.test('the run fails when the fault does nothing', async (t) => {
  const { code, said } = await play([KILLED], '--without-fault', 'nul-in-header');
  t.equal(code, 1);
  t.match(said, /✗ the reference as it is[^✗]*nul-in-header did not happen/);
  t.match(said, /✗ passes-nul {2}OP-33 not seen[^✗]*survived/);
});

t.test('mutants that cannot be applied are told before anything is played', async (t) => {
  const { code, said } = await play([{ ...KILLED, patches: [{ file: 'truncate.ts', find: 'nil', replace: '' }] }]);
  t.equal(code, 1);
  t.equal(said, '✗ passes-nul: truncate.ts: this is there 0 times, not once: "nil"\n');
});

/** Of the last words of a process, those that are the same everywhere: no paths, and no version of Node. */
function withoutPlaces(text: string): string {
  return text
    .replaceAll(/file:\/\/\S+\/([\w-]+\.ts:\d+)/g, '…/$1')
    .replaceAll(/^ +at .*\n/gm, '')
    .replaceAll(/\n *\n *Node\.js v\S+/g, '');
}
