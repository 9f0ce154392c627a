#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import yargs, { type CommandModule } from 'yargs';
import { EXIT } from './core/exit-code.ts';
import { packageFolder } from './core/package-folder.ts';
import { ProblemError } from './core/problem.ts';
import { loadFolder } from './core/registry.ts';
import { quietPipe } from './terminal/quiet-pipe.ts';
import { reportFailure } from './terminal/report-failure.ts';
import { usageProblems } from './terminal/usage-problem.ts';
import { withUsage } from './terminal/with-usage.ts';

/** What yargs hands to `fail` as its third argument; its types say otherwise. */
interface Usage {
  getDescriptions(): Readonly<Record<string, unknown>>;
}

const EXAMPLES = [
  ['gatecrash run', 'break the upstream of every gateway here'],
  ['gatecrash run --gateway nginx scenarios/body', 'one gateway, one folder of scenarios'],
  ['gatecrash init', 'begin with scenarios of your own'],
  ['gatecrash new crash/mid-body', 'write the next one'],
  ['gatecrash doctor', 'see what this machine can do'],
] as const;

const EPILOGUE = `Exit codes:
  0    passed
  1    an expectation or a rule failed
  2    bad usage or a bad scenario
  3    the environment or the harness is broken
  4    nothing was selected, or everything was skipped
  130  interrupted`;

/**
 * Parses the command line and carries it out; rejects with what a person has to be told. Commands import what they work
 * with when they are called, so that help comes at once; each is a const that is then exported, since tsc does not
 * rewrite an `import()` that stands within `export default { … }`.
 */
async function main(args: readonly string[]): Promise<void> {
  const commands = await loadFolder<CommandModule>('commands');
  const names = commands.map(({ command }) => String(command).split(' ')[0] ?? '');
  const parser = withUsage(yargs([...args]), 'gatecrash <command> [options]', EXAMPLES)
    .scriptName('gatecrash')
    .locale('en')
    .parserConfiguration({ 'boolean-negation': false, 'greedy-arrays': false })
    .option('no-color', { type: 'boolean', describe: 'No colours; so do NO_COLOR and TERM=dumb' })
    .command(commands)
    .demandCommand(1, 'no command was given')
    .strict()
    .version(version())
    .epilogue(EPILOGUE)
    .wrap(Math.min(process.stdout.columns ?? 100, 120))
    .fail((message, error, usage) => {
      if (error && error.name !== 'YError') throw error;
      const options = Object.keys((usage as unknown as Usage).getDescriptions());
      const problems = usageProblems(message || error.message, { args, commands: names, options });
      throw new ProblemError('usage', problems);
    });
  await parser.parseAsync();
}

function version(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  return manifest.version;
}

const args = process.argv.slice(2);
quietPipe(process.stdout);
quietPipe(process.stderr);
process.exitCode = EXIT.passed;
try {
  await main(args);
} catch (error) {
  process.exitCode = reportFailure(error, { noColor: args.includes('--no-color') });
}
