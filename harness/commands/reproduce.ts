import type { ArgumentsCamelCase, Argv, CommandModule, InferredOptionTypes, Options } from 'yargs';
import { MAX_WAIT_OPTION } from '../terminal/max-wait-option.ts';
import { RUNTIME_OPTIONS } from '../terminal/runtime-options.ts';
import { withUsage } from '../terminal/with-usage.ts';

const OPTIONS = {
  gateway: { alias: 'g', type: 'string', requiresArg: true, describe: 'Play on this one; and whose the log is' },
  config: { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' },
  out: { type: 'string', requiresArg: true, describe: 'Where the scenario is written to' },
  force: { type: 'boolean', default: false, describe: 'Write over a file that is there' },
  'no-run': { type: 'boolean', default: false, describe: 'Write the scenario, and play nothing' },
  ...RUNTIME_OPTIONS,
  'max-wait': MAX_WAIT_OPTION,
  json: { type: 'boolean', default: false, describe: 'For machines: a line for each group, and one for the log' },
} satisfies Record<string, Options>;

type Args = InferredOptionTypes<typeof OPTIONS> & { log: string; 'no-color'?: boolean | undefined };

const EXAMPLES = [
  ['gatecrash reproduce error.log', 'what is behind it, and the same again on this machine'],
  ['kubectl logs deploy/edge | gatecrash reproduce -', 'from wherever the log is'],
  ['gatecrash reproduce access.log --gateway edge', 'on your own gateway of gatecrash.yaml'],
] as const;

/** `gatecrash reproduce`: from a log to a scenario that leaves the same lines. */
const command = {
  command: 'reproduce <log>',
  describe: 'From a log line to its cause, and to the same again on this machine',
  builder: (yargs: Argv) =>
    withUsage(yargs, 'gatecrash reproduce <log>', EXAMPLES)
      .positional('log', {
        type: 'string',
        demandOption: true,
        describe: 'A log of a gateway, .gz and .zst too; - is stdin',
      })
      .options(OPTIONS),
  async handler(args: ArgumentsCamelCase<Args>) {
    const { reproduce } = await import('../incidents/reproduce.ts');
    const { readScreen } = await import('../terminal/screen.ts');
    const { styleOf } = await import('../terminal/style.ts');
    process.exitCode = await reproduce({
      ...args,
      // yargs makes nothing of a lone dash.
      log: args.log || '-',
      stdin: process.stdin,
      run: !args.noRun,
      style: styleOf(readScreen({ stream: process.stdout, env: process.env, noColor: args.noColor })),
      print: (text) => process.stdout.write(text),
      progress: (text) => process.stderr.write(`info: ${text}\n`),
    });
  },
} satisfies CommandModule<object, Args>;

export default command;
