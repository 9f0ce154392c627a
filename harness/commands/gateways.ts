import type { Argv, CommandModule } from 'yargs';
import { EXIT } from '../core/exit-code.ts';
import type { Found, Gateway, GatewayImage } from '../core/gateway.ts';
import { withUsage } from '../terminal/with-usage.ts';

const ACTIONS: readonly string[] = ['list', 'fetch', 'remove'];

/** Of harness/fetched/debian-suites.ts, which is loaded when the command is called. */
const SUITES = ['bookworm', 'trixie', 'sid'] as const;

interface Args {
  words?: string[] | undefined;
  suite?: (typeof SUITES)[number] | undefined;
  mirror?: string | undefined;
  config?: string | undefined;
  'show-config'?: boolean | undefined;
  setting: string[];
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash gateways', 'all that can be run here, and why others cannot'],
  ['gatecrash gateways nginx --show-config --setting keepalive', 'the files and the command that would run'],
  [
    "gatecrash gateways nginx --show-config --setting 'configuration=proxy_buffering off;'",
    'with text of its own put in',
  ],
  ['gatecrash gateways fetch nginx@1.30', 'another version from Debian, beside the installed one'],
  ['gatecrash run --gateway nginx@1.30', 'which a run then takes by this name'],
  ['gatecrash gateways remove nginx@1.30', 'take it away again; without a name all that were fetched'],
] as const;

/** `gatecrash gateways`: those that are known, which of them are here, what would run of one, and more versions of them. */
const command = {
  command: 'gateways [words..]',
  describe: 'List the gateways: built-in and your own, found or why not; fetch more versions',
  builder: (yargs: Argv) =>
    withUsage(yargs, 'gatecrash gateways [list|fetch|remove] [names..]', EXAMPLES)
      .positional('words', {
        type: 'string',
        array: true,
        describe: 'What to do (list, fetch, remove; list by default), and gateways, as nginx@1.30 or nginx',
      })
      .option('show-config', {
        type: 'boolean',
        describe: 'The command and the files that would run, with example addresses',
      })
      .option('setting', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe:
          'For --show-config: keepalive, cache, http2, tls, replicas=2, timeouts.read=3s, configuration=TEXT, …; repeatable',
      })
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
    const [first = 'list', ...others] = args.words ?? [];
    const [action, names] = ACTIONS.includes(first) ? [first, others] : ['list', [first, ...others]];
    if (action === 'fetch') return await fetch(names, args);
    if (action === 'remove') return await remove(names);
    if (args['show-config']) return await show(names, args);
    return await list(names, args);
  },
} satisfies CommandModule<object, Args>;

export default command;

async function list(names: readonly string[], { config, 'no-color': noColor }: Args): Promise<void> {
  const { fetchedVersions } = await import('../core/fetched-versions.ts');
  const { loadGateways } = await import('../scenario/load-gateways.ts');
  const { gatewayLines } = await import('../terminal/gateway-lines.ts');
  const { printProblems } = await import('../terminal/print-problems.ts');
  const { gateways, problems } = await loadGateways({ config, cwd: process.cwd() });
  const wanted = names.length === 0 ? gateways : await Promise.all(names.map((name) => choose(gateways, name)));
  const fetched = await fetchedVersions();
  const looked = await Promise.all(
    wanted.map(async (gateway) => ({
      gateway,
      // No engine is asked whether an image is there.
      look: gateway.image?.own ? inContainers(gateway.image) : await gateway.find(),
      fetched: fetched.filter((one) => one.gateway === gateway.name),
    })),
  );
  if (looked.length > 0) process.stdout.write(gatewayLines(looked));
  printProblems(problems, { noColor });
  if (problems.length > 0) process.exitCode = EXIT.usage;
}

function inContainers({ reference }: GatewayImage): Found {
  return { found: true, program: reference, version: '-' };
}

async function choose(gateways: readonly Gateway[], name: string): Promise<Gateway> {
  const found = gateways.find((gateway) => gateway.name === name);
  if (found) return found;
  const { didYouMean } = await import('../core/did-you-mean.ts');
  const { ProblemError } = await import('../core/problem.ts');
  const names = gateways.map((gateway) => gateway.name);
  const message = `there is no gateway "${name}"`;
  throw new ProblemError('usage', [{ code: 'unknown-gateway', message, hint: didYouMean(name, names, 'gateways') }]);
}

/** One that is not on this machine is shown by the name that its program has in an image. */
async function show(names: readonly string[], { config, setting, 'no-color': noColor }: Args): Promise<void> {
  const { loadGateways } = await import('../scenario/load-gateways.ts');
  const { exampleSetup } = await import('../scenario/example-setup.ts');
  const { launchText } = await import('../terminal/launch-text.ts');
  const { printProblems } = await import('../terminal/print-problems.ts');
  const { TIMEOUTS } = await import('../run/open-runtime.ts');
  const [name] = names;
  if (name === undefined) throw await noName();
  const { gateways, problems } = await loadGateways({ config, cwd: process.cwd() });
  const gateway = await choose(gateways, name);
  const look = await gateway.find();
  const program = look.found ? look.program : (gateway.image?.program ?? gateway.kind ?? gateway.name);
  const setup = exampleSetup(gateway, { program, settings: setting, timeouts: gateway.timeouts ?? TIMEOUTS });
  process.stdout.write(launchText(gateway.launch(setup), setup.dir));
  if (gateway.raw !== undefined)
    process.stdout.write(`\n# a scenario's own text, or --setting configuration=TEXT, is put ${gateway.raw}\n`);
  printProblems(problems, { noColor });
  if (problems.length > 0) process.exitCode = EXIT.usage;
}

async function noName(): Promise<Error> {
  const { ProblemError } = await import('../core/problem.ts');
  const message = '--show-config is about one gateway: give its name';
  return new ProblemError('usage', [{ code: 'missing-name', message, hint: 'gatecrash gateways nginx --show-config' }]);
}

async function fetch(names: readonly string[], { suite, mirror }: Args): Promise<void> {
  const { fetchGateway } = await import('../fetched/fetch-gateway.ts');
  const { fetchedFolder } = await import('../core/fetched-folder.ts');
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
