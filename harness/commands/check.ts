import type { CommandModule } from 'yargs';
import { EXIT } from '../core/exit-code.ts';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  paths?: string[] | undefined;
  config?: string | undefined;
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash check', 'every scenario below scenarios/, and gatecrash.yaml'],
  ['gatecrash check scenarios/crash/mid-body.yaml', 'one file'],
] as const;

/** `gatecrash check`: all that is wrong with all scenarios, before anything is started. */
const command = {
  command: 'check [paths..]',
  describe: 'Find every mistake in scenarios and gatecrash.yaml; starts nothing',
  builder: (yargs) =>
    withUsage(yargs, 'gatecrash check [paths..]', EXAMPLES)
      .positional('paths', { type: 'string', array: true, describe: 'Files and folders; scenarios/ by default' })
      .option('config', { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' }),
  async handler(args) {
    const { loadWorkspace } = await import('../scenario/load-workspace.ts');
    const { printProblems } = await import('../terminal/print-problems.ts');
    const { scenarios, problems } = await loadWorkspace({ paths: args.paths, config: args.config });
    if (problems.length === 0) {
      process.stdout.write(`${plural(scenarios.length, 'scenario')}, no problems\n`);
      return;
    }
    printProblems(problems, { noColor: args['no-color'] });
    const files = new Set(problems.flatMap((problem) => problem.place?.file ?? [])).size;
    const where = files > 0 ? ` in ${plural(files, 'file')}` : '';
    process.stderr.write(`\n${plural(problems.length, 'problem')}${where}\n`);
    process.exitCode = EXIT.usage;
  },
} satisfies CommandModule<object, Args>;

export default command;

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
