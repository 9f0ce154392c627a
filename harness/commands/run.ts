import { availableParallelism } from 'node:os';
import type { ArgumentsCamelCase, Argv, CommandModule, InferredOptionTypes, Options } from 'yargs';
import { ProblemError } from '../core/problem.ts';
import { MAX_WAIT_OPTION } from '../terminal/max-wait-option.ts';
import { withUsage } from '../terminal/with-usage.ts';

const OPTIONS = {
  gateway: {
    alias: 'g',
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'A gateway, or all (the default)',
  },
  tag: { type: 'string', array: true, default: [] as string[], describe: 'Only scenarios with any of these tags' },
  grep: { type: 'string', requiresArg: true, describe: 'Only cases whose id or name matches this regular expression' },
  runtime: {
    choices: ['auto', 'local', 'docker'] as const,
    default: 'auto' as const,
    describe: 'Where gateways run; auto: on this machine where they are installed, else in containers',
  },
  images: {
    choices: ['official', 'built'] as const,
    describe: "Images of the docker runtime: their makers', or what gatecrash images build has made",
  },
  image: {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'GATEWAY=IMAGE: another image for it; repeatable',
  },
  profile: {
    choices: ['compat', 'strict'] as const,
    default: 'compat' as const,
    describe: "strict: RFC 9209's status for each fault; compat: any of 502, 503, 504",
  },
  jobs: { alias: 'j', type: 'number', requiresArg: true, describe: 'Cases at once; four a core by default' },
  'repeat-each': { type: 'number', default: 1, requiresArg: true, describe: 'Play every case so many times' },
  retries: { type: 'number', default: 0, requiresArg: true, describe: 'Further attempts at a case that failed' },
  'fail-on-flaky': { type: 'boolean', default: false, describe: 'Exit with 1 when a case was flaky' },
  'max-failures': { type: 'number', requiresArg: true, describe: 'Start nothing new after so many failures' },
  x: { type: 'boolean', default: false, describe: 'The same as --max-failures 1' },
  reporter: { type: 'string', array: true, default: [] as string[], describe: 'NAME or NAME=FILE; repeatable' },
  'max-wait': MAX_WAIT_OPTION,
  strict: {
    type: 'boolean',
    default: false,
    describe: 'Exit with 1 also for deviations, known or vanished, and flaky cases',
  },
  isolate: { type: 'boolean', default: false, describe: 'Give every case a gateway of its own' },
  'require-sandbox': { type: 'boolean', default: false, describe: 'Exit with 3 where namespaces cannot be had' },
  keep: { type: 'boolean', default: false, describe: "Leave the gateways' configs and logs behind, and say where" },
  config: { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' },
} satisfies Record<string, Options>;

type Args = InferredOptionTypes<typeof OPTIONS> & { paths?: string[] | undefined; 'no-color'?: boolean | undefined };

const EXAMPLES = [
  ['gatecrash run', 'every scenario on every gateway of this machine'],
  ['gatecrash run --gateway nginx scenarios/head', 'one gateway, one folder'],
  ['gatecrash run --runtime docker --image nginx=nginx:1.25 -g nginx', 'in containers, another version'],
  ['gatecrash run --profile strict --tag crash', 'by the letter of RFC 9209, some of them'],
  ['gatecrash run --reporter junit=out.xml', 'a report for CI beside the console'],
] as const;

/** Options that are whole numbers, and the least that each may be. */
const LEAST = { jobs: 1, 'repeat-each': 1, retries: 0, 'max-failures': 1 } as const;

/** @throws {ProblemError} usage: a number that is none, or too small */
function numbersAreWhole(args: Readonly<Record<string, unknown>>): true {
  for (const [option, least] of Object.entries(LEAST)) {
    const value = args[option];
    if (value === undefined || (Number.isInteger(value) && Number(value) >= least)) continue;
    const message = `--${option} must be a whole number of at least ${least}`;
    throw new ProblemError('usage', [{ code: 'bad-number', message }]);
  }
  return true;
}

/** `gatecrash run`: plays scenarios on gateways and judges what comes out. */
const command = {
  command: 'run [paths..]',
  describe: 'Run scenarios on gateways and judge what comes out',
  builder: (yargs: Argv) =>
    withUsage(yargs, 'gatecrash run [paths..]', EXAMPLES)
      .positional('paths', { type: 'string', array: true, describe: 'Files and folders; scenarios/ by default' })
      .options(OPTIONS)
      .check(numbersAreWhole),
  async handler(args: ArgumentsCamelCase<Args>) {
    const { runSuite } = await import('../run/run-suite.ts');
    const jobs = args.jobs ?? 4 * availableParallelism();
    const maxFailures = args.x ? 1 : (args.maxFailures ?? Number.POSITIVE_INFINITY);
    process.exitCode = await runSuite({ ...args, paths: args.paths ?? [], jobs, maxFailures });
  },
} satisfies CommandModule<object, Args>;

export default command;
