import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Diagnosis } from '../core/diagnosis.ts';
import type { Dialect } from '../core/dialect.ts';
import { EXIT } from '../core/exit-code.ts';
import type { Fault } from '../core/fault.ts';
import { ProblemError } from '../core/problem.ts';
import { loadFolder } from '../core/registry.ts';
import type { SignatureBase } from '../core/signature.ts';
import { onInterrupt } from '../run/interrupt.ts';
import { writeText } from '../scenario/write-text.ts';
import type { Style } from '../terminal/style.ts';
import { compareSignature, isSame } from './compare-signature.ts';
import { Diagnoser } from './diagnoser.ts';
import { incidentScenario } from './incident-scenario.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { LogReader, type LogSummary } from './log-reader.ts';
import { type Playable, plainestFault } from './plainest-fault.ts';
import { type PlayOptions, playIncident } from './play-incident.ts';
import { readPieces } from './read-pieces.ts';
import { readSignatures } from './read-signatures.ts';
import { renderReproduction, reproductionJson, summaryText } from './render-reproduction.ts';
import type { PlayedGroup, Reproduced } from './reproduction.ts';

/** So many groups are played, the most frequent ones. */
const MOST_PLAYED = 3;

/** What `gatecrash reproduce` was asked for. */
export interface ReproduceOptions extends Omit<PlayOptions, 'file' | 'gateway' | 'signal'> {
  /** The log; `-` is stdin. */
  readonly log: string;
  readonly stdin: Readable;
  /** The gateway to play on, in place of the one that wrote the log. */
  readonly gateway?: string | undefined;
  /** Where the first scenario is written to; beside each other in the working folder by default. */
  readonly out?: string | undefined;
  readonly force: boolean;
  readonly run: boolean;
  readonly json: boolean;
  readonly style: Style;
  readonly print: (text: string) => void;
}

/**
 * The whole of `gatecrash reproduce`: reads, groups, explains, writes, plays, compares. Gives the exit code.
 *
 * @throws {ProblemError} usage: the log cannot be read, or a file is in the way; nothing: no known log, or no trouble in it
 */
export async function reproduce(options: ReproduceOptions): Promise<number> {
  keepHeapSmall();
  const base = await readSignatures();
  const { summary, diagnoses } = await diagnosed(options, base);
  if (diagnoses.length === 0) throw nothingFound(nameOf(options.log), summary);
  const faults = new Map((await loadFolder<Fault>('faults')).map((fault) => [fault.name, fault]));
  const groups = diagnoses.map((diagnosis) => ({ diagnosis, chosen: plainestFault(diagnosis, faults, base) }));
  const played = new Set(groups.filter(({ chosen }) => chosen !== null).slice(0, MOST_PLAYED));
  const files = new Map([...played].map((group, index) => [group, fileFor(options, index, group.chosen)]));
  if (!options.force) refuseExisting([...files.values()]);
  using signal = onInterrupt(options.progress);
  const results: Reproduced[] = [];
  for (const group of groups) {
    const file = files.get(group);
    results.push(await oneGroup(group, file, { options, signal }));
    if (signal.aborted) return EXIT.interrupted;
  }
  const told = { log: nameOf(options.log), summary, groups: results };
  options.print(options.json ? reproductionJson(told) : renderReproduction(told, options.style));
  return exitCodeOf(results);
}

interface Group {
  readonly diagnosis: Diagnosis;
  readonly chosen: Playable | null;
}

interface Means {
  readonly options: ReproduceOptions;
  readonly signal: AbortSignal;
}

async function diagnosed(
  { log, stdin, gateway }: ReproduceOptions,
  base: SignatureBase,
): Promise<{ summary: LogSummary; diagnoses: Diagnosis[] }> {
  const diagnoser = new Diagnoser(base);
  const dialects = await loadFolder<Dialect>('dialects');
  const take = diagnoser.add.bind(diagnoser);
  const reader = new LogReader(dialects, { take, gateway: gateway ?? null });
  await readPieces(log, stdin, (piece) => reader.push(piece));
  return { summary: reader.end(), diagnoses: diagnoser.end() };
}

function nothingFound(log: string, summary: LogSummary): ProblemError {
  const known = summary.dialects.length > 0;
  const message = known
    ? `nothing in ${summaryText(log, summary).trimEnd()} tells of trouble`
    : `${log} is of no log that is known here: ${summary.lines} lines were looked at`;
  const hint = known
    ? 'give the log of the time when it went wrong; nginx and Apache tell the cause in their error logs'
    : 'give it as the gateway wrote it, a line each; gatecrash gateways lists those that can be played';
  return new ProblemError('nothing', [{ code: known ? 'no-trouble' : 'unknown-log', message, hint }]);
}

function fileFor({ out }: ReproduceOptions, index: number, chosen: Playable | null): string {
  if (out === undefined) return resolve(`incident-${index + 1}-${chosen?.fault.name}.yaml`);
  return resolve(index === 0 ? out : out.replace(/(\.ya?ml)?$/, `-${index + 1}$1`));
}

function refuseExisting(files: readonly string[]): void {
  const there = files.filter((file) => existsSync(file));
  if (there.length === 0) return;
  const hint = '--force writes over it, --out FILE writes elsewhere';
  throw new ProblemError(
    'usage',
    there.map((file) => ({ code: 'file-exists', message: `${shown(file)} is there already`, hint })),
  );
}

async function oneGroup({ diagnosis, chosen }: Group, file: string | undefined, means: Means): Promise<Reproduced> {
  if (!chosen || file === undefined)
    return { diagnosis, fault: null, file: null, played: null, left: whyLeft(diagnosis, chosen) };
  const { options } = means;
  const { fault, signature } = chosen;
  const text = incidentScenario({ diagnosis, fault, seenIn: signature.seenIn, log: nameOf(options.log) });
  await writeText(file, text, { keep: !options.force });
  const played = options.run ? await playedGroup(diagnosis, file, means) : null;
  return { diagnosis, fault: fault.name, file: shown(file), played, left: null };
}

function whyLeft({ playable, suspects, gateway }: Diagnosis, chosen: Playable | null): string {
  if (chosen) return `Not played: only the ${MOST_PLAYED} most frequent are at once.`;
  if (suspects.length === 0) return 'Not played: there is nothing to play.';
  if (!playable) return `Not played: nobody can run ${gateway} on a machine of their own; this is a diagnosis only.`;
  return 'Not played: no fault of an upstream does this.';
}

async function playedGroup(diagnosis: Diagnosis, file: string, { options, signal }: Means): Promise<PlayedGroup> {
  const gateway = options.gateway ?? diagnosis.gateway;
  options.progress(`playing ${shown(file)} on ${gateway}`);
  const played = await playIncident({ ...options, file, gateway, signal });
  const own = { gateway: played.gateway, version: played.version };
  if (!played.left) return { ...own, parts: [], same: false, reason: played.reason, notes: [] };
  const parts = compareSignature(diagnosis.entries, played.left);
  return { ...own, parts, same: isSame(parts), reason: null, notes: notesOf(diagnosis, played.timeouts) };
}

/** Times of the log that the run has otherwise. */
function notesOf({ entries }: Diagnosis, timeouts: { connect: number; read: number } | null): string[] {
  const longest = Math.max(...entries.map(({ ms }) => ms ?? 0));
  if (!timeouts || longest < timeouts.read * 2) return [];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return [
    `Scaled: it took ${seconds(longest)} in the log; the gateway was played with timeouts of ${seconds(timeouts.connect)} (connect) and ${seconds(timeouts.read)} (read). Your own: --config gatecrash.yaml --gateway NAME`,
  ];
}

function exitCodeOf(results: readonly Reproduced[]): number {
  const played = results.flatMap((one) => one.played ?? []);
  if (played.some(({ reason, same }) => reason === null && !same)) return EXIT.failed;
  return played.length > 0 && played.every(({ reason }) => reason !== null) ? EXIT.broken : EXIT.passed;
}

function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}

function nameOf(log: string): string {
  return log === '-' ? 'stdin' : log;
}
