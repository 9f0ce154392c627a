import { join, relative } from 'node:path';
import type { CommandModule } from 'yargs';
import type { Fault } from '../core/fault.ts';
import { ProblemError } from '../core/problem.ts';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  id: string;
  fault: string;
}

const EXAMPLES = [
  ['gatecrash new crash/mid-body', 'writes scenarios/crash/mid-body.yaml'],
  ['gatecrash new dns/outage --fault dns-silence', 'about a fault; `gatecrash faults` lists them'],
] as const;

/** `gatecrash new`: a scenario to change, valid as it stands. */
const command = {
  command: 'new <id>',
  describe: 'Write a new scenario to start from; overwrites nothing',
  builder: (yargs) =>
    withUsage(yargs, 'gatecrash new <id> [--fault NAME]', EXAMPLES)
      .positional('id', { type: 'string', demandOption: true, describe: 'Its path below scenarios/, without .yaml' })
      .option('fault', { type: 'string', requiresArg: true, default: 'reset-mid-body', describe: 'What breaks' }),
  async handler(args) {
    const { loadFolder } = await import('../core/registry.ts');
    const { newScenarioText } = await import('../scenario/new-scenario.ts');
    const { writeText } = await import('../scenario/write-text.ts');
    const { chooseFault } = await import('../terminal/choose-fault.ts');
    const fault = chooseFault(await loadFolder<Fault>('faults'), args.fault);
    const id = checkId(args.id);
    const root = process.cwd();
    const file = join(root, 'scenarios', `${id}.yaml`);
    const shown = relative(root, file);
    if (!(await writeText(file, newScenarioText({ id, fault, file, root }), { keep: true })))
      throw new ProblemError('usage', [
        { code: 'file-exists', message: `${shown} is there already`, hint: 'choose another id' },
      ]);
    process.stdout.write(`wrote ${shown}\nnext: gatecrash run ${shown}\n`);
  },
} satisfies CommandModule<object, Args>;

export default command;

function checkId(given: string): string {
  const id = given.replace(/^scenarios\//, '').replace(/\.ya?ml$/, '');
  if (/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(id)) return id;
  const hint = 'letters, digits, dots and dashes, in folders by /: crash/mid-body';
  throw new ProblemError('usage', [{ code: 'wrong-name', message: `"${given}" is no id of a scenario`, hint }]);
}
