import type { CommandModule } from 'yargs';
import { EXIT } from '../core/exit-code.ts';
import type { Problem } from '../core/problem.ts';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  paths?: string[] | undefined;
  config?: string | undefined;
  strict: boolean;
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash check', 'every scenario below scenarios/, and gatecrash.yaml'],
  ['gatecrash check scenarios/crash/mid-body.yaml', 'one file'],
  ['gatecrash check --strict', 'what is only suspicious fails too: for CI'],
] as const;

/** `gatecrash check`: all that is wrong with all scenarios, or looks so, before anything is started. */
const command = {
  command: 'check [paths..]',
  describe: 'Find every mistake in scenarios and gatecrash.yaml; starts nothing',
  builder: (yargs) =>
    withUsage(yargs, 'gatecrash check [paths..]', EXAMPLES)
      .positional('paths', { type: 'string', array: true, describe: 'Files and folders; scenarios/ by default' })
      .option('config', { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' })
      .option('strict', { type: 'boolean', default: false, describe: 'Exit with 2 upon warnings too' }),
  async handler(args) {
    const { loadWorkspace } = await import('../scenario/load-workspace.ts');
    const { printProblems } = await import('../terminal/print-problems.ts');
    const { scenarios, problems, warnings } = await loadWorkspace({ ...args, lint: true });
    const noColor = args['no-color'];
    printProblems(problems, { noColor });
    if (problems.length > 0 && warnings.length > 0) process.stderr.write('\n');
    printProblems(warnings, { noColor, level: 'warning' });
    if (problems.length > 0 || (args.strict && warnings.length > 0)) process.exitCode = EXIT.usage;
    if (problems.length === 0) {
      const also = warnings.length > 0 ? `, ${plural(warnings.length, 'warning')}` : '';
      process.stdout.write(`${plural(scenarios.length, 'scenario')}, no problems${also}\n`);
      return;
    }
    process.stderr.write(
      `\n${told(problems, 'problem')}${warnings.length > 0 ? `, ${told(warnings, 'warning')}` : ''}\n`,
    );
  },
} satisfies CommandModule<object, Args>;

export default command;

/** How many there are, and in how many files. */
function told(problems: readonly Problem[], word: string): string {
  const files = new Set(problems.flatMap((problem) => problem.place?.file ?? [])).size;
  return `${plural(problems.length, word)}${files > 0 ? ` in ${plural(files, 'file')}` : ''}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
