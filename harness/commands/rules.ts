import type { CommandModule } from 'yargs';
import type { Rule } from '../core/rule.ts';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  id?: string | undefined;
  json?: boolean | undefined;
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash rules', 'all of them, by the document that they come from'],
  ['gatecrash rules OP-28', 'what it demands, how a violation looks, and what tests it'],
] as const;

/** `gatecrash rules`: what holds in every exchange, with no author asking. */
const command = {
  command: 'rules [id]',
  describe: 'List the standing rules, or explain one',
  builder: (yargs) =>
    withUsage(yargs, 'gatecrash rules [id]', EXAMPLES)
      .positional('id', { type: 'string', describe: 'Id of a rule' })
      .option('json', { type: 'boolean', describe: 'As JSON' }),
  async handler(args) {
    const { loadFolder } = await import('../core/registry.ts');
    const { readCoverage } = await import('../core/coverage.ts');
    const { ruleDetails, ruleList } = await import('../terminal/rule-text.ts');
    const { readScreen } = await import('../terminal/screen.ts');
    const { styleOf } = await import('../terminal/style.ts');
    const { chooseRule } = await import('../terminal/choose-rule.ts');
    const rules = await loadFolder<Rule>('rules');
    const coverage = readCoverage();
    const style = styleOf(readScreen({ stream: process.stdout, env: process.env, noColor: args['no-color'] }));
    const of = (id: string) => coverage[id] ?? { scenarios: [], mutants: [] };
    const chosen = args.id === undefined ? null : chooseRule(rules, args.id);
    const toJson = ({ id, title, level, source, summary, example }: Rule) => {
      return { id, title, level, source, summary, example, ...of(id) };
    };
    if (args.json) process.stdout.write(`${JSON.stringify(chosen ? toJson(chosen) : rules.map(toJson), null, 2)}\n`);
    else process.stdout.write(chosen ? ruleDetails(chosen, of(chosen.id), style) : ruleList(rules, style));
  },
} satisfies CommandModule<object, Args>;

export default command;
