import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { withUsage } from '../terminal/with-usage.ts';

const EXAMPLES = [
  [
    'gatecrash init',
    'a scenario, gatecrash.yaml with the gateway that is here, and a workflow, where they are missing',
  ],
] as const;

/** `gatecrash init`: the files of a new project; what is there is kept. */
const command = {
  command: 'init',
  describe: 'Write a first scenario, gatecrash.yaml and a CI job; overwrites nothing',
  builder: (yargs) => withUsage(yargs, 'gatecrash init', EXAMPLES),
  async handler() {
    const { STARTER_FILES } = await import('../scenario/starter-files.ts');
    const { writeText } = await import('../scenario/write-text.ts');
    const { readConfigurations } = await import('../scenario/read-configuration.ts');
    const { starterGateway, starterName } = await import('../scenario/starter-gateway.ts');
    const found = readConfigurations(await textsOf(process.cwd()));
    const own = found.map(starterGateway).join('');
    const files = Object.entries(STARTER_FILES).map(([path, text]): [string, string] => [
      path,
      path === 'gatecrash.yaml' ? text.replace('\ngateways:\n', (line) => `${line}${own}`) : text,
    ]);
    let names: string[] = [];
    for (const [path, text] of files) {
      const isNew = await writeText(join(process.cwd(), path), text, { keep: true });
      process.stdout.write(isNew ? `wrote ${path}\n` : `kept ${path}, which is there already\n`);
      if (isNew && path === 'gatecrash.yaml') names = found.map(starterName);
    }
    for (const name of names) process.stdout.write(`found a configuration: it is ${name} in gatecrash.yaml\n`);
    const gateway = names[0] === undefined ? '' : ` --gateway ${names[0]}`;
    process.stdout.write(`next: gatecrash run scenarios/first.yaml${gateway}\n`);
  },
} satisfies CommandModule;

export default command;

/** Larger files are no configurations that somebody wrote, in octets. */
const LARGEST = 256 * 1024;

/** What of a folder's own files can be a configuration: name -> content. */
async function textsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const texts: Record<string, string> = {};
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (!entry.isFile() || (await stat(path)).size > LARGEST) continue;
    if (CONFIGURATION.test(entry.name)) texts[entry.name] = await readFile(path, 'utf8');
  }
  return texts;
}

const CONFIGURATION = /^Caddyfile$|\.(?:conf|cfg|ya?ml|vcl|load|config)$/;
