import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATLAS_VERSION, type Atlas } from '../core/atlas.ts';
import { packageFolder } from '../core/package-folder.ts';
import { messageOf, ProblemError } from '../core/problem.ts';

/** Where the atlas lies, from the folder of the package. */
export const ATLAS_FOLDER = 'docs/atlas';

/**
 * The atlas that comes with the package; null where none does.
 *
 * @throws {ProblemError} environment: the file is no atlas, or one of another version
 */
export function readAtlas(file = join(packageFolder(), ATLAS_FOLDER, 'atlas.json')): Atlas | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw noAtlas(file, messageOf(error));
  }
  const atlas = parse(file, text);
  if (atlas.version === ATLAS_VERSION && Array.isArray(atlas.cells)) return atlas;
  throw noAtlas(file, `its version is ${String(atlas.version)}, and ${ATLAS_VERSION} is read`);
}

function parse(file: string, text: string): Atlas {
  try {
    return Object(JSON.parse(text)) as Atlas;
  } catch (error) {
    throw noAtlas(file, messageOf(error));
  }
}

function noAtlas(file: string, why: string): ProblemError {
  const hint = '`npm run atlas` writes it anew';
  return new ProblemError('environment', [{ code: 'no-atlas', message: `${file} is no atlas: ${why}`, hint }]);
}
