/**
 * Plays every fault on gateways of this machine, each case on a gateway of its own, and writes what it leaves in the log and on
 * the error page to fixtures/signatures/: one file for each gateway, the runs together. Further arguments go to `gatecrash run`.
 *
 *     npm run signatures -- [--runs 3] [--out FOLDER] [--from FILE …] [what gatecrash run takes: --gateway nginx, --jobs 4]
 *
 * `--from` folds what the reporter `signatures` wrote before, and plays nothing.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { passedOn } from '../atlas/passed-on.ts';
import { playSuite } from '../atlas/play-suite.ts';
import { readAtlas } from '../atlas/read-atlas.ts';
import { packageFolder } from '../core/package-folder.ts';
import type { Sighting } from '../core/sighting.ts';
import { foldSightings } from './fold-sightings.ts';
import { ownLogReader } from './own-log.ts';
import { SIGNATURES_FOLDER } from './read-signatures.ts';
import { signaturesJson } from './signatures-json.ts';

const { values, tokens } = parseArgs({
  options: {
    out: { type: 'string', default: join(packageFolder(), SIGNATURES_FOLDER) },
    runs: { type: 'string', default: '3' },
    from: { type: 'string', multiple: true },
  },
  strict: false,
  allowPositionals: true,
  tokens: true,
});
const files = values.from?.map(String) ?? (await recorded(Number(values.runs)));
await write(files.flatMap(sightingsIn), String(values.out));

/** The files that so many runs of all that the atlas was made of wrote. */
async function recorded(runs: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatecrash-signatures-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const files = Array.from({ length: runs }, (_, index) => join(folder, `${index}.jsonl`));
  for (const file of files) await play(file);
  return files;
}

async function play(file: string): Promise<void> {
  const options = ['--isolate', '--reporter', 'line', '--reporter', `signatures=${file}`];
  const given = passedOn(tokens, ['out', 'runs', 'from']);
  const programs = join(packageFolder(), SIGNATURES_FOLDER, 'programs');
  // Before the gateways themselves: those that tell their log where it can be read.
  const env = { PATH: `${programs}:${process.env.PATH ?? ''}` };
  const { code, whole } = await playSuite([...scenarios(), ...given, ...options], env);
  if (!whole) process.exit(code);
}

/** The files with the plainest case of each fault. */
function scenarios(): string[] {
  const cells = readAtlas()?.cells ?? [];
  return [...new Set(cells.map(({ seenIn }) => `scenarios/${seenIn.replace(/\[.*$/s, '')}.yaml`))].sort();
}

function sightingsIn(file: string): Sighting[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Sighting);
}

async function write(all: readonly Sighting[], out: string): Promise<void> {
  const read = await ownLogReader();
  mkdirSync(out, { recursive: true });
  for (const [gateway, own] of Map.groupBy(all, ({ cell }) => cell.gateway)) {
    const folded = foldSightings(gateway, own, read);
    writeFileSync(join(out, `${gateway}.json`), signaturesJson(folded));
    process.stderr.write(`${gateway}: ${folded.signatures.length} signatures, ${folded.skipped.length} skipped\n`);
  }
}
