import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { withUsage } from '../terminal/with-usage.ts';

const EXAMPLES = [
  ['gatecrash init', 'a scenario, gatecrash.yaml and a GitHub workflow, where they are missing'],
] as const;

/** `gatecrash init`: the files of a new project; what is there is kept. */
const command = {
  command: 'init',
  describe: 'Write a first scenario, gatecrash.yaml and a CI job; overwrites nothing',
  builder: (yargs) => withUsage(yargs, 'gatecrash init', EXAMPLES),
  async handler() {
    const { STARTER_FILES } = await import('../scenario/starter-files.ts');
    const { writeText } = await import('../scenario/write-text.ts');
    for (const [path, text] of Object.entries(STARTER_FILES)) {
      const isNew = await writeText(join(process.cwd(), path), text, { keep: true });
      process.stdout.write(isNew ? `wrote ${path}\n` : `kept ${path}, which is there already\n`);
    }
    process.stdout.write('next: gatecrash run scenarios/first.yaml\n');
  },
} satisfies CommandModule;

export default command;
