import { relative } from 'node:path';
import type { Case } from '../core/case.ts';
import type { ImageSet } from '../images/image-reference.ts';

/** The shell command that runs one case again, as a person would type it where they stand. */
export function rerunCommand(item: Case, options: { cwd: string; program: string; images: ImageSet }): string {
  const file = relative(options.cwd, item.scenario.place.file) || item.scenario.place.file;
  const row = /\[(.+)\]@/.exec(item.id)?.[1];
  const words = [
    file,
    '--gateway',
    item.gateway.name,
    ...(item.runtime === 'docker' ? ['--runtime', 'docker'] : []),
    ...(item.runtime === 'docker' && options.images === 'built' ? ['--images', 'built'] : []),
    ...(row ? ['--grep', row.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')] : []),
  ];
  return [programWords(options.program), 'run', ...words.map(quote)].join(' ');
}

/** In a clone the sources are run through npm, which brings the right Node; installed, the command is on PATH. */
function programWords(program: string): string {
  return program.endsWith('.ts') ? 'npm run gatecrash --' : 'gatecrash';
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
