import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../core/package-folder.ts';

/** Our own code: TypeScript in a clone, JavaScript in the published package. */
export interface HarnessFolder {
  readonly path: string;
  readonly extension: '.ts' | '.js';
}

/** The folder harness/ of this package, whichever of the two it is. */
export function harnessFolder(): HarnessFolder {
  const sources = join(packageFolder(), 'harness');
  // Beside the sources there may be a dist/ of some earlier day; beside dist/ there are never sources.
  if (existsSync(sources)) return { path: sources, extension: '.ts' };
  return { path: join(packageFolder(), 'dist', 'harness'), extension: '.js' };
}
