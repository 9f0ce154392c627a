import type { CommandModule } from 'yargs';

/** `gatecrash clean`: removes what runs that were killed left behind. */
const command = {
  command: 'clean',
  describe: 'Remove what runs that were killed left behind; every run does so too, at its start',
  async handler() {
    const { sweep } = await import('../run/sweep.ts');
    const { swept, unswept } = await sweep();
    for (const what of swept) process.stdout.write(`removed ${what}\n`);
    for (const why of unswept) process.stderr.write(`containers were not looked for: ${why}\n`);
    if (swept.length === 0) process.stdout.write('nothing was left behind\n');
  },
} satisfies CommandModule;

export default command;
