import { fileURLToPath } from 'node:url';
import type { Gateway } from '../../harness/core/gateway.ts';
import reference from '../../harness/gateways/reference.ts';
import type { Mutant } from './mutant.ts';
import { patchedFiles } from './patched-files.ts';

const LOADER = fileURLToPath(new URL('./load-mutant.ts', import.meta.url));

/** A mutant as a gateway like any other: the reference, with a loader that puts the patched files in place of its own. */
export function mutantGateway({ name, summary, patches }: Mutant): Gateway {
  const files = JSON.stringify(patchedFiles({ patches }));
  return {
    ...reference,
    name,
    title: name,
    summary,
    slots: 1024,
    launch(setup) {
      const launch = reference.launch(setup);
      const [program, ...args] = launch.command;
      return {
        ...launch,
        command: [program, '--import', LOADER, ...args],
        env: { ...launch.env, GATECRASH_MUTANT: files },
      };
    },
  };
}
