import { onInterrupt } from '../../harness/run/interrupt.ts';
import { reportFailure } from '../../harness/terminal/report-failure.ts';
import { openCompileCache } from './compile-cache.ts';
import { loadMutants } from './load-mutants.ts';
import { type MutantOptions, readOptions, USAGE } from './options.ts';
import { runMutants } from './run-mutants.ts';

// `npm run mutants`: shows that every rule can be tripped, and by nothing that is not its business.

if (process.argv.includes('--help')) {
  process.stdout.write(USAGE);
} else {
  try {
    process.exitCode = await main(readOptions(process.argv.slice(2)));
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

async function main(options: MutantOptions): Promise<number> {
  using signal = onInterrupt((message) => console.error(message));
  using _cache = openCompileCache();
  return await runMutants(options, { mutants: await loadMutants(), signal, say: (line) => console.log(line) });
}
