import type { CommandModule } from 'yargs';
import { EXIT } from '../core/exit-code.ts';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  config?: string | undefined;
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [['gatecrash gateways', 'what a run can use here, and what to install for the rest']] as const;

/** `gatecrash gateways`: the gateways that are known, and which of them are on this machine. */
const command = {
  command: 'gateways',
  describe: 'List the gateways: built-in and your own, found or why not',
  builder: (yargs) =>
    withUsage(yargs, 'gatecrash gateways', EXAMPLES).option('config', {
      type: 'string',
      requiresArg: true,
      describe: 'Instead of the nearest gatecrash.yaml',
    }),
  async handler(args) {
    const { loadGateways } = await import('../scenario/load-gateways.ts');
    const { gatewayLines } = await import('../terminal/gateway-lines.ts');
    const { printProblems } = await import('../terminal/print-problems.ts');
    const { gateways, problems } = await loadGateways({ config: args.config, cwd: process.cwd() });
    const looked = await Promise.all(gateways.map(async (gateway) => ({ gateway, look: await gateway.find() })));
    process.stdout.write(gatewayLines(looked));
    printProblems(problems, { noColor: args['no-color'] });
    if (problems.length > 0) process.exitCode = EXIT.usage;
  },
} satisfies CommandModule<object, Args>;

export default command;
