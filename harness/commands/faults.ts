import type { CommandModule } from 'yargs';
import type { Fault } from '../core/fault.ts';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  name?: string | undefined;
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash faults', 'all of them, by cause'],
  ['gatecrash faults reset-mid-body', 'its parameters, examples, what a good gateway does, and what gateways did'],
] as const;

/** `gatecrash faults`: the ways in which an upstream can break. */
const command = {
  command: 'faults [name]',
  describe: 'List the faults, or explain one',
  builder: (yargs) =>
    withUsage(yargs, 'gatecrash faults [name]', EXAMPLES).positional('name', {
      type: 'string',
      describe: 'Name of a fault',
    }),
  async handler(args) {
    const { loadFolder } = await import('../core/registry.ts');
    const { faultDetails, faultList } = await import('../terminal/fault-text.ts');
    const { readAtlas } = await import('../atlas/read-atlas.ts');
    const { readScreen } = await import('../terminal/screen.ts');
    const { styleOf } = await import('../terminal/style.ts');
    const { chooseFault } = await import('../terminal/choose-fault.ts');
    const faults = await loadFolder<Fault>('faults');
    const style = styleOf(readScreen({ stream: process.stdout, env: process.env, noColor: args['no-color'] }));
    const text =
      args.name === undefined
        ? faultList(faults, style)
        : faultDetails(chooseFault(faults, args.name), style, readAtlas());
    process.stdout.write(text);
  },
} satisfies CommandModule<object, Args>;

export default command;
