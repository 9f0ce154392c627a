import type { CommandModule } from 'yargs';

/** `gatecrash clean`: removes what runs that were killed left behind. */
const command = {
  command: 'clean',
  describe: 'Remove what runs that were killed left behind; every run does so too, at its start',
  async handler() {
    const { sweepRunFolders } = await import('../runtimes/local/run-folder.ts');
    const swept = await sweepRunFolders();
    for (const path of swept) process.stdout.write(`removed ${path}\n`);
    if (swept.length === 0) process.stdout.write('nothing was left behind\n');
  },
} satisfies CommandModule;

export default command;
