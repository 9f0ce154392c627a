import type { CommandModule } from 'yargs';
import { EXIT } from '../core/exit-code.ts';
import type { Scenario, Variant } from '../core/scenario.ts';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  paths?: string[] | undefined;
  config?: string | undefined;
  tag?: string[] | undefined;
  grep?: string | undefined;
  json?: boolean | undefined;
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash list', 'every scenario, one a line'],
  ['gatecrash list --tag crash --json', 'what has a tag, for other programs'],
] as const;

/** `gatecrash list`: the scenarios that a run with the same filters would play. */
const command = {
  command: 'list [paths..]',
  describe: 'List scenarios: id, name, tags; starts nothing',
  builder: (yargs) =>
    withUsage(yargs, 'gatecrash list [paths..]', EXAMPLES)
      .positional('paths', { type: 'string', array: true, describe: 'Files and folders; scenarios/ by default' })
      .option('tag', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: 'Only with this tag; repeat it for any of several',
      })
      .option('grep', {
        type: 'string',
        requiresArg: true,
        describe: 'Only where this regular expression fits id or name',
      })
      .option('json', { type: 'boolean', describe: 'As JSON' })
      .option('config', { type: 'string', requiresArg: true, describe: 'Instead of the nearest gatecrash.yaml' }),
  async handler(args) {
    const { loadWorkspace } = await import('../scenario/load-workspace.ts');
    const { filterScenarios } = await import('../scenario/filter-scenarios.ts');
    const { printProblems } = await import('../terminal/print-problems.ts');
    const { scenarios, problems } = await loadWorkspace({ paths: args.paths, config: args.config });
    const selected = filterScenarios(scenarios, { tags: args.tag ?? [], grep: args.grep });
    process.stdout.write(args.json ? toJson(selected) : toLines(selected));
    printProblems(problems, { noColor: args['no-color'] });
    if (problems.length > 0) process.exitCode = EXIT.usage;
    else if (selected.length === 0) {
      const hint =
        scenarios.length > 0 ? `without filters there are ${scenarios.length}` : 'see `gatecrash new --help`';
      printProblems([{ code: 'nothing-selected', message: 'no scenario was selected', hint }], {
        noColor: args['no-color'],
      });
      process.exitCode = EXIT.nothing;
    }
  },
} satisfies CommandModule<object, Args>;

export default command;

/** Id first, so that `cut -d' ' -f1` gives what `run` takes. */
function toLines(scenarios: readonly Scenario[]): string {
  const width = Math.max(0, ...scenarios.map(({ id }) => id.length));
  const line = ({ id, name, tags }: Scenario): string =>
    `${id.padEnd(width)}  ${name}${tags.length > 0 ? `  [${tags.join(', ')}]` : ''}\n`;
  return scenarios.map(line).join('');
}

function toJson(scenarios: readonly Scenario[]): string {
  const list = scenarios.map(({ id, name, why, source, tags, place, variants }) => ({
    id,
    name,
    why,
    source,
    tags,
    file: place.file,
    rows: variants.filter(({ incident }) => incident?.part !== 'fix').map(({ row }) => row),
    gateways: [...new Set(variants.flatMap(gatewaysOf))],
  }));
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** The gateways that a variant is for; none where it is for all. */
function gatewaysOf({ gateway, incident }: Variant): string[] {
  if (gateway !== null) return [gateway];
  return Object.keys(incident?.signatures ?? {});
}
