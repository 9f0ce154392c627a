import type { Argv, CommandModule } from 'yargs';
import { EXIT } from '../core/exit-code.ts';
import { withUsage } from '../terminal/with-usage.ts';

const ACTIONS = ['list', 'build', 'remove'] as const;

/** Of harness/images/suite.ts, which is loaded when the command is called. */
const SUITES = ['bookworm', 'trixie', 'sid'] as const;

interface Args {
  action?: (typeof ACTIONS)[number] | undefined;
  names?: string[] | undefined;
  suite?: (typeof SUITES)[number] | undefined;
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash images', 'what gatecrash has made in the container engine'],
  ['gatecrash images build', 'make all of them from Debian, without a registry'],
  ['gatecrash images build nginx --suite sid', 'one of them, newer'],
  ['gatecrash images remove', 'take them away again; other images stay'],
] as const;

/** `gatecrash images`: the container images that gatecrash makes. */
const command = {
  command: 'images [action] [names..]',
  describe: 'List, build or remove the container images that gatecrash makes',
  builder: (yargs: Argv) =>
    withUsage(yargs, 'gatecrash images [list|build|remove] [names..]', EXAMPLES)
      .positional('action', { choices: ACTIONS, default: 'list' as const, describe: 'What to do' })
      .positional('names', { type: 'string', array: true, describe: 'Images, as upstream or nginx; all by default' })
      .option('suite', {
        choices: SUITES,
        default: 'bookworm' as const,
        describe: 'build: the Debian suite that gateways are taken from',
      }),
  async handler(args) {
    const { action = 'list', names = [] } = args;
    if (action === 'build') return build(names, args.suite ?? 'bookworm');
    if (action === 'remove') return remove(names, args['no-color']);
    return list(names);
  },
} satisfies CommandModule<object, Args>;

export default command;

async function list(names: readonly string[]): Promise<void> {
  const { listImages } = await import('../images/list-images.ts');
  const { imageLines } = await import('../images/image-lines.ts');
  const images = (await listImages()).filter(({ name }) => names.length === 0 || names.includes(name));
  process.stdout.write(imageLines(images));
}

async function build(names: readonly string[], suite: (typeof SUITES)[number]): Promise<void> {
  const { buildImages } = await import('../images/build-images.ts');
  const progress = (name: string, text: string): unknown => process.stderr.write(`${name}: ${text}\n`);
  const references = await buildImages(names, { suite, progress });
  for (const reference of references.values()) process.stdout.write(`${reference}\n`);
}

async function remove(names: readonly string[], noColor: boolean | undefined): Promise<void> {
  const { removeImages } = await import('../images/remove-images.ts');
  const { printProblems } = await import('../terminal/print-problems.ts');
  const { removed, problems } = await removeImages(names);
  for (const { reference, id } of removed) process.stdout.write(`removed ${reference ?? id}\n`);
  if (removed.length + problems.length === 0) process.stdout.write('there was nothing to remove\n');
  printProblems(problems, { noColor });
  if (problems.length > 0) process.exitCode = EXIT.broken;
}
