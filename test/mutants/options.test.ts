import t from 'tap';
import { loadWorkspace } from '../../harness/scenario/load-workspace.ts';
import { loadMutants } from './load-mutants.ts';
import { isWhole, readOptions } from './options.ts';
import { selectMutants, selectWorkspace } from './select.ts';

const workspace = await loadWorkspace();
const mutants = await loadMutants();

t.test('without arguments everything is played', (t) => {
  const options = readOptions([]);
  t.ok(isWhole(options));
  t.same(selectMutants(mutants, options), mutants);
  t.same(selectWorkspace(workspace, options).scenarios, workspace.scenarios);
  t.end();
});

t.test('mutants are chosen by name and by rule, scenarios by a pattern', (t) => {
  const names = (args: string[]) => selectMutants(mutants, readOptions(args)).map(({ name }) => name);
  t.same(names(['passes-nul']), ['passes-nul']);
  t.ok(names(['--rule', 'OP-28']).includes('finishes-a-cut-body'));
  t.same(names(['passes-nul', '--rule', 'OP-28']), []);
  const { scenarios } = selectWorkspace(workspace, readOptions(['--scenarios', 'retries/*']));
  t.ok(scenarios.length > 0 && scenarios.every(({ id }) => id.startsWith('retries/')));
  t.end();
});

t.test('a rule is switched off for all', (t) => {
  const { rules } = selectWorkspace(workspace, readOptions(['--without-rule', 'OP-28']));
  t.equal(rules.length, workspace.rules.length - 1);
  t.notOk(rules.some(({ id }) => id === 'OP-28'));
  t.end();
});

t.test('what does not exist is bad usage, told with what was meant', (t) => {
  const refused = (args: string[], message: RegExp) => {
    const choose = () => {
      const options = readOptions(args);
      return [selectMutants(mutants, options), selectWorkspace(workspace, options)];
    };
    t.match(thrownBy(choose), { blame: 'usage', problems: [{ message }] }, args.join(' '));
  };
  refused(['passes-nil'], /there is no mutant passes-nil/);
  refused(['--rule', 'OP-0'], /there is no rule with a mutant OP-0/);
  refused(['--without-rule', 'OP-0'], /there is no rule OP-0/);
  refused(['--without-fault', 'earthquake'], /there is no fault earthquake/);
  refused(['--scenarios', 'heads/*'], /no scenario matches heads/);
  refused(['--jobs', 'many'], /--jobs many: a whole number of at least 1/);
  refused(['--write', 'passes-nul'], /--write goes with a run over everything/);
  refused(['--everything'], /Unknown option '--everything'/);
  t.end();
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
    return null;
  } catch (error) {
    return error;
  }
}
