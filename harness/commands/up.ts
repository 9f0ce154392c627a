import type { ArgumentsCamelCase, Argv, CommandModule, InferredOptionTypes, Options } from 'yargs';
import { withUsage } from '../terminal/with-usage.ts';

const OPTIONS = {
  gateway: { alias: 'g', type: 'string', requiresArg: true, default: 'nginx', describe: 'The gateway in front' },
  runtime: {
    choices: ['auto', 'local', 'docker'] as const,
    default: 'auto' as const,
    describe: 'Where the gateway runs; auto: on this machine where it is installed, else in a container',
  },
  images: { choices: ['official', 'built'] as const, describe: 'Images of the docker runtime' },
  image: { type: 'string', array: true, default: [] as string[], describe: 'GATEWAY=IMAGE: another image for it' },
  config: { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' },
} satisfies Record<string, Options>;

type Args = InferredOptionTypes<typeof OPTIONS> & { scenario: string };

const EXAMPLES = [
  ['gatecrash up scenarios/answer/empty.yaml', 'nginx in front of an upstream that closes without an answer'],
  ['gatecrash up scenarios/body/stalls.yaml -g haproxy', 'the same with HAProxy and a body that stalls'],
] as const;

/** `gatecrash up`: holds a scenario's topology open, for a person with curl. */
const command = {
  command: 'up <scenario>',
  describe: "Hold a scenario's gateway and upstreams open, and switch faults by key",
  builder: (yargs: Argv) =>
    withUsage(yargs, 'gatecrash up <scenario> [options]', EXAMPLES)
      .positional('scenario', { type: 'string', demandOption: true, describe: 'A scenario file' })
      .options(OPTIONS),
  async handler(args: ArgumentsCamelCase<Args>) {
    const { holdScenario } = await import('../up/hold-scenario.ts');
    process.exitCode = await holdScenario({
      ...args,
      input: process.stdin,
      say: (line) => process.stdout.write(`${line}\n`),
    });
  },
} satisfies CommandModule<object, Args>;

export default command;
