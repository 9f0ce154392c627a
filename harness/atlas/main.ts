/**
 * Plays every fault on every gateway that is here, and writes docs/atlas/: the data as JSON and pages in Markdown. What
 * stands behind it goes to `gatecrash run`, which judges the cases and holds the findings against the recorded deviations:
 * the exit code is its own.
 *
 *     npm run atlas -- [--out FOLDER] [what gatecrash run takes: paths, --gateway nginx, --runtime docker]
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Fault } from '../core/fault.ts';
import { packageFolder } from '../core/package-folder.ts';
import { loadFolder } from '../core/registry.ts';
import { atlasPages } from './pages.ts';
import { passedOn } from './passed-on.ts';
import { playSuite } from './play-suite.ts';
import { ATLAS_FOLDER, readAtlas } from './read-atlas.ts';

const { values, tokens } = parseArgs({
  options: { out: { type: 'string', default: join(packageFolder(), ATLAS_FOLDER) } },
  strict: false,
  allowPositionals: true,
  tokens: true,
});
const out = String(values.out);
const file = join(out, 'atlas.json');
const { code, whole } = await playSuite([...passedOn(tokens, ['out']), '--reporter', `atlas=${file}`]);
if (whole) await writePages();
else process.stderr.write(`the run did not end well (${code}): no pages were written\n`);
process.exitCode = code;

async function writePages(): Promise<void> {
  const atlas = readAtlas(file);
  if (!atlas) return;
  for (const folder of ['faults', 'gateways']) rmSync(join(out, folder), { recursive: true, force: true });
  const pages = Object.entries(atlasPages(atlas, await loadFolder<Fault>('faults')));
  for (const [name, text] of pages) {
    mkdirSync(dirname(join(out, name)), { recursive: true });
    writeFileSync(join(out, name), text);
  }
  process.stderr.write(`${pages.length} pages in ${out}\n`);
}
