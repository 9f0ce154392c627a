import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { plainer } from '../../harness/core/atlas.ts';
import type { Sighting } from '../../harness/core/sighting.ts';
import type { HeldOutLog } from './score-diagnosis.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/incident-logs/', import.meta.url));

/** The gateways that there are logs of. */
export function heldOutGateways(): string[] {
  return readdirSync(FOLDER).map((file) => file.replace(/\.jsonl\.gz$/, ''));
}

/** The logs of one gateway, a line of JSON each, compressed: they are long and much the same. */
export function readHeldOut(gateway: string): HeldOutLog[] {
  const text = gunzipSync(readFileSync(`${FOLDER}${gateway}.jsonl.gz`)).toString();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as HeldOutLog);
}

/** Keeps logs for later runs of the tests. */
export function writeHeldOut(gateway: string, logs: readonly HeldOutLog[]): void {
  const text = logs.map((one) => `${JSON.stringify(one)}\n`).join('');
  writeFileSync(`${FOLDER}${gateway}.jsonl.gz`, gzipSync(text, { level: 9 }));
}

/** What a run of `--reporter signatures` saw, one log for each fault: that of its plainest case. */
export function heldOutOf(file: string): HeldOutLog[] {
  const all = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const played = all
    .map((line) => JSON.parse(line) as Sighting)
    .filter(({ cell }) => cell.answer && cell.result !== 'broken');
  return [...Map.groupBy(played, ({ cell }) => cell.fault).values()]
    .map((same) => same.reduce(plainer))
    .map(({ cell, log }) => ({ fault: cell.fault, seenIn: cell.seenIn, log }))
    .sort((a, b) => (a.fault < b.fault ? -1 : Number(a.fault > b.fault)));
}
