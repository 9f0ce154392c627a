import { availableParallelism } from 'node:os';
import type { ArgumentsCamelCase, Argv, CommandModule, InferredOptionTypes, Options } from 'yargs';
import { MAX_WAIT_OPTION } from '../terminal/max-wait-option.ts';
import { withUsage } from '../terminal/with-usage.ts';

const OPTIONS = {
  format: {
    choices: ['text', 'markdown', 'json'] as const,
    default: 'text' as const,
    describe: 'markdown: for a pull request',
  },
  runtime: {
    choices: ['auto', 'local', 'docker'] as const,
    default: 'auto' as const,
    describe: 'Where gateways run; auto: on this machine where they are installed, else in containers',
  },
  images: { choices: ['official', 'built'] as const, describe: 'Images of the docker runtime' },
  image: { type: 'string', array: true, default: [] as string[], describe: 'GATEWAY=IMAGE: another image for it' },
  profile: {
    choices: ['compat', 'strict'] as const,
    default: 'compat' as const,
    describe: "strict: RFC 9209's status for each fault; compat: any of 502, 503, 504",
  },
  jobs: { alias: 'j', type: 'number', requiresArg: true, describe: 'Cases at once; four a core by default' },
  'max-wait': MAX_WAIT_OPTION,
  config: { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' },
} satisfies Record<string, Options>;

type Args = InferredOptionTypes<typeof OPTIONS> & {
  before: string;
  after: string;
  paths?: string[] | undefined;
  'no-color'?: boolean | undefined;
};

const EXAMPLES = [
  ['gatecrash diff nginx haproxy scenarios/head', 'what the two do differently when heads are broken'],
  ['gatecrash diff edge edge-new --format markdown', 'what a change of your configuration changes'],
] as const;

/** `gatecrash diff`: what two gateways, versions or configurations do differently. */
const command = {
  command: 'diff <before> <after> [paths..]',
  describe: 'Tell what changes from one gateway, version or configuration to another',
  builder: (yargs: Argv) =>
    withUsage(yargs, 'gatecrash diff <before> <after> [paths..]', EXAMPLES)
      .positional('before', { type: 'string', demandOption: true, describe: 'A gateway' })
      .positional('after', {
        type: 'string',
        demandOption: true,
        describe: 'Another; exit 1 if anything is worse there',
      })
      .positional('paths', { type: 'string', array: true, describe: 'Files and folders; scenarios/ by default' })
      .options(OPTIONS),
  async handler(args: ArgumentsCamelCase<Args>) {
    const { diffSuite } = await import('../diff/diff-suite.ts');
    process.exitCode = await diffSuite({
      ...args,
      paths: args.paths ?? [],
      jobs: args.jobs ?? 4 * availableParallelism(),
      out: (text) => process.stdout.write(text),
      progress: (text) => process.stderr.write(`info: ${text}\n`),
    });
  },
} satisfies CommandModule<object, Args>;

export default command;
