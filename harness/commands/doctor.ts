import type { CommandModule } from 'yargs';

/** `gatecrash doctor`: what this machine can do, and what would help where it cannot. */
const command = {
  command: 'doctor',
  describe: 'Tell what this machine can do, and what would help where it cannot',
  builder: (yargs) =>
    yargs.option('config', { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' }),
  async handler(args) {
    const { examine } = await import('../run/examine.ts');
    for (const { subject, verdict, ok } of await examine({ config: args.config })) {
      process.stdout.write(`${ok ? 'ok     ' : 'missing'}  ${subject.padEnd(20)} ${verdict}\n`);
    }
  },
} satisfies CommandModule<object, { config?: string | undefined }>;

export default command;
