import type { Argv, CommandModule } from 'yargs';
import { EXIT } from '../core/exit-code.ts';
import type { Gateway } from '../core/gateway.ts';
import { withUsage } from '../terminal/with-usage.ts';

const ACTIONS = ['list', 'fetch', 'remove'] as const;

/** Of harness/fetched/debian-suites.ts, which is loaded when the command is called. */
const SUITES = ['bookworm', 'trixie', 'sid'] as const;

interface Args {
  action?: (typeof ACTIONS)[number] | undefined;
  names?: string[] | undefined;
  suite?: (typeof SUITES)[number] | undefined;
  mirror?: string | undefined;
  config?: string | undefined;
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash gateways', 'what a run can use here, and what to install for the rest'],
  ['gatecrash gateways fetch nginx@1.30', 'another version from Debian, beside the installed one'],
  ['gatecrash run --gateway nginx@1.30', 'which a run then takes by this name'],
  ['gatecrash gateways remove nginx@1.30', 'take it away again; without a name all that were fetched'],
] as const;

/** `gatecrash gateways`: the gateways that are known, which of them are on this machine, and more versions of them. */
const command = {
  command: 'gateways [action] [names..]',
  describe: 'List the gateways: built-in and your own, found or why not; fetch more versions',
  builder: (yargs: Argv) =>
    withUsage(yargs, 'gatecrash gateways [list|fetch|remove] [names..]', EXAMPLES)
      .positional('action', { choices: ACTIONS, default: 'list' as const, describe: 'What to do' })
      .positional('names', { type: 'string', array: true, describe: 'Gateways, as nginx@1.30 or nginx' })
      .option('suite', {
        choices: SUITES,
        describe: 'fetch: from this suite of Debian; the newest that fits otherwise',
      })
      .option('mirror', {
        type: 'string',
        requiresArg: true,
        describe: "fetch: instead of what this machine's apt asks",
      })
      .option('config', { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' }),
  async handler(args) {
    const { action = 'list' } = args;
    if (action === 'fetch') return await fetch(args);
    if (action === 'remove') return await remove(args.names ?? []);
    return await list(args);
  },
} satisfies CommandModule<object, Args>;

export default command;

async function list({ names = [], config, 'no-color': noColor }: Args): Promise<void> {
  const { loadGateways } = await import('../scenario/load-gateways.ts');
  const { gatewayLines } = await import('../terminal/gateway-lines.ts');
  const { printProblems } = await import('../terminal/print-problems.ts');
  const { fetchedVersions } = await import('../fetched/fetched-versions.ts');
  const { gateways, problems } = await loadGateways({ config, cwd: process.cwd() });
  const wanted = gateways.filter(({ name }) => names.length === 0 || names.includes(name));
  const fetched = await fetchedVersions();
  const looked = await Promise.all(
    wanted.map(async (gateway) => ({
      gateway,
      look: await gateway.find(),
      fetched: fetched.filter((one) => one.gateway === gateway.name),
    })),
  );
  if (looked.length > 0) process.stdout.write(gatewayLines(looked));
  printProblems(problems, { noColor });
  if (problems.length > 0) process.exitCode = EXIT.usage;
}

async function fetch({ names = [], suite, mirror }: Args): Promise<void> {
  const { fetchGateway } = await import('../fetched/fetch-gateway.ts');
  const { fetchedFolder } = await import('../fetched/fetched-folder.ts');
  const { openDebian } = await import('../fetched/open-debian.ts');
  const wanted = await meant(names);
  const folder = fetchedFolder();
  const progress = (text: string): unknown => process.stderr.write(`info: ${text}\n`);
  await using debian = await openDebian(folder, { suite, mirror, progress });
  for (const { gateway, prefix } of wanted) {
    const { version, suite: from } = await fetchGateway(gateway, debian, { prefix, folder, progress });
    process.stdout.write(`${gateway.name}@${version} is here, from Debian's ${from}\n`);
  }
}

/** The gateways that are named, with their versions; all names are checked before anything is fetched. */
async function meant(names: readonly string[]): Promise<{ gateway: Gateway; prefix: string | null }[]> {
  const { ProblemError } = await import('../core/problem.ts');
  const { loadFolder } = await import('../core/registry.ts');
  const { nameProblem, splitVersion } = await import('../run/at-version.ts');
  const gateways = await loadFolder<Gateway>('gateways');
  const problems = names.flatMap((name) => nameProblem(name, gateways) ?? []);
  if (names.length === 0)
    problems.push({ code: 'no-name', message: 'fetch what?', hint: 'as gatecrash gateways fetch nginx@1.30' });
  if (problems.length > 0) throw new ProblemError('usage', problems);
  return names.flatMap((text) => {
    const [name, prefix = null] = splitVersion(text);
    return gateways.filter((gateway) => gateway.name === name).map((gateway) => ({ gateway, prefix }));
  });
}

async function remove(names: readonly string[]): Promise<void> {
  const { removeFetched } = await import('../fetched/remove-fetched.ts');
  const removed = await removeFetched(names);
  for (const { gateway, version } of removed) process.stdout.write(`removed ${gateway}@${version}\n`);
  if (removed.length === 0) process.stdout.write('there was nothing to remove\n');
}
