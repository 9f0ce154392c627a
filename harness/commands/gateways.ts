import type { CommandModule } from 'yargs';
import { EXIT } from '../core/exit-code.ts';
import type { Gateway } from '../core/gateway.ts';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  name?: string | undefined;
  config?: string | undefined;
  'show-config'?: boolean | undefined;
  setting: string[];
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash gateways', 'what a run can use here, and what to install for the rest'],
  ['gatecrash gateways nginx --show-config --setting keepalive', 'the files and the command that would run'],
] as const;

/** `gatecrash gateways`: the gateways that are known, and which of them are on this machine; what would run of one. */
const command = {
  command: 'gateways [name]',
  describe: 'List the gateways: built-in and your own, found or why not',
  builder: (yargs) =>
    withUsage(yargs, 'gatecrash gateways [name]', EXAMPLES)
      .positional('name', { type: 'string', describe: 'One of them alone' })
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: 'Instead of the nearest gatecrash.yaml',
      })
      .option('show-config', {
        type: 'boolean',
        describe: 'The command and the files that would run, with example addresses',
      })
      .option('setting', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'For --show-config: keepalive, cache, http2, tls, replicas=2, …; repeatable',
      }),
  async handler(args) {
    const { loadGateways } = await import('../scenario/load-gateways.ts');
    const { gatewayLines } = await import('../terminal/gateway-lines.ts');
    const { printProblems } = await import('../terminal/print-problems.ts');
    const { gateways, problems } = await loadGateways({ config: args.config, cwd: process.cwd() });
    if (args.name === undefined && args['show-config']) throw await noName();
    const wanted = args.name === undefined ? gateways : [await choose(gateways, args.name)];
    const looked = await Promise.all(wanted.map(async (gateway) => ({ gateway, look: await gateway.find() })));
    const [one] = looked;
    if (args['show-config'] && one) process.stdout.write(await shown(one.gateway, programOf(one), args.setting));
    else process.stdout.write(gatewayLines(looked));
    printProblems(problems, { noColor: args['no-color'] });
    if (problems.length > 0) process.exitCode = EXIT.usage;
  },
} satisfies CommandModule<object, Args>;

export default command;

type Looked = { readonly gateway: Gateway; readonly look: Awaited<ReturnType<Gateway['find']>> };

/** One that is not on this machine is shown by the name that its program has in an image. */
function programOf({ gateway, look }: Looked): string {
  return look.found ? look.program : (gateway.image?.program ?? gateway.kind ?? gateway.name);
}

async function shown(gateway: Gateway, program: string, settings: readonly string[]): Promise<string> {
  const { exampleSetup } = await import('../scenario/example-setup.ts');
  const { launchText } = await import('../terminal/launch-text.ts');
  const { TIMEOUTS } = await import('../run/open-runtime.ts');
  const setup = exampleSetup(gateway, { program, settings, timeouts: gateway.timeouts ?? TIMEOUTS });
  return launchText(gateway.launch(setup), setup.dir);
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

async function noName(): Promise<Error> {
  const { ProblemError } = await import('../core/problem.ts');
  const message = '--show-config is about one gateway: give its name';
  return new ProblemError('usage', [{ code: 'missing-name', message, hint: 'gatecrash gateways nginx --show-config' }]);
}
