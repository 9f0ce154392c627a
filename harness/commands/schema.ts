import type { CommandModule } from 'yargs';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  write?: boolean | undefined;
}

/** The name by which modelines refer to it. */
const FILE = 'scenario.schema.json';

const EXAMPLES = [
  ['gatecrash schema --write', `write ${FILE} here, for a modeline such as`],
  ['', '# yaml-language-server: $schema=../scenario.schema.json'],
] as const;

/** `gatecrash schema`: what editors need to complete and check scenarios. */
const command = {
  command: 'schema',
  describe: 'Print the JSON Schema of scenarios, for editors',
  builder: (yargs) =>
    withUsage(yargs, 'gatecrash schema [--write]', EXAMPLES).option('write', {
      type: 'boolean',
      describe: `Write ${FILE} into the working folder instead`,
    }),
  async handler(args) {
    const { loadFolder } = await import('../core/registry.ts');
    const { scenarioJsonSchemaText } = await import('../scenario/json-schema.ts');
    const text = scenarioJsonSchemaText(await loadFolder('faults'), await loadFolder('expectations'));
    if (!args.write) {
      process.stdout.write(text);
      return;
    }
    const { writeText } = await import('../scenario/write-text.ts');
    await writeText(FILE, text, { keep: false });
    process.stderr.write(`wrote ${FILE}\n`);
  },
} satisfies CommandModule<object, Args>;

export default command;
