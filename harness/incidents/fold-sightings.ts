import { plainer } from '../core/atlas.ts';
import { compareTexts } from '../core/compare-texts.ts';
import type { LogEntry } from '../core/log-entry.ts';
import type { Sighting } from '../core/sighting.ts';
import { type RecordedSignatures, SIGNATURES_VERSION, type Signature, type Trace } from '../core/signature.ts';
import { shapeKey } from './shape.ts';
import { Traces, traceKey } from './traces.ts';
import { usualShapes } from './usual-shapes.ts';

/** One run of the case that stands for a fault, with what the gateway logged. */
interface RunOfFault extends Sighting {
  readonly entries: readonly LogEntry[];
}

/** Reads what a gateway logged. */
export type ReadLog = (lines: readonly string[], gateway: string) => LogEntry[];

/**
 * The signatures of one gateway out of what several runs showed: for each fault its plainest case, all its runs. Deterministic
 * in the order of nothing: sorted by fault.
 */
export function foldSightings(gateway: string, sightings: readonly Sighting[], read: ReadLog): RecordedSignatures {
  const byFault = Map.groupBy(sightings, ({ cell }) => cell.fault);
  const chosen = [...byFault.values()].map((same) => runsOfPlainest(same, read));
  const played = chosen.filter((runs) => runs.some(({ cell }) => cell.answer));
  const usual = usualShapes(played.map((runs) => runs.flatMap(({ entries }) => entries)));
  const keys = new Set(usual.map(shapeKey));
  const signatures = played.map((runs) => signatureOf(runs, keys));
  const skipped = chosen
    .filter((runs) => !played.includes(runs))
    .map(([first]) => ({
      fault: first?.cell.fault ?? '',
      why: first?.why ?? 'no exchange met it',
    }));
  return {
    version: SIGNATURES_VERSION,
    gateway,
    gatewayVersion: sightings[0]?.cell.version ?? '',
    usual,
    signatures: signatures.sort((a, b) => compareTexts(a.fault, b.fault)),
    skipped: skipped.sort((a, b) => compareTexts(a.fault, b.fault)),
  };
}

/** A run that broke is left out where others did not. */
function runsOfPlainest(same: readonly Sighting[], read: ReadLog): RunOfFault[] {
  const { seenIn } = same.reduce(plainer).cell;
  const runs = same.filter(({ cell }) => cell.seenIn === seenIn);
  const whole = runs.filter(({ cell }) => cell.result !== 'broken' && cell.answer);
  return (whole.length > 0 ? whole : runs).map((run) => ({ ...run, entries: read(run.log, run.cell.gateway) }));
}

function signatureOf(runs: readonly RunOfFault[], usual: ReadonlySet<string>): Signature {
  const traces = new Map<string, Trace>();
  for (const run of runs) {
    for (const { lines, late } of tracesOf(run, usual)) {
      const key = traceKey(lines, late);
      traces.set(key, { lines, late, runs: (traces.get(key)?.runs ?? 0) + 1 });
    }
  }
  const [first] = runs;
  return {
    fault: first?.cell.fault ?? '',
    seenIn: first?.cell.seenIn ?? '',
    runs: runs.length,
    statuses: counted(runs.map(({ cell }) => cell.answer?.status ?? null)),
    times: counted(runs.flatMap(({ cell }) => cell.answer?.time ?? [])),
    page: runs.find(({ page }) => page)?.page ?? null,
    traces: [...traces]
      .sort(([a, one], [b, other]) => other.runs - one.runs || compareTexts(a, b))
      .map(([, trace]) => trace),
  };
}

function tracesOf({ entries }: RunOfFault, usual: ReadonlySet<string>) {
  const traces = new Traces(usual);
  for (const entry of entries) traces.add(entry);
  traces.end();
  return traces.kinds.values();
}

/** Each value and how often it came, the most frequent first. */
function counted<Value extends string | number | null>(values: readonly Value[]): (readonly [Value, number])[] {
  const groups = [...Map.groupBy(values, (value) => value)].map(([value, same]) => [value, same.length] as const);
  return groups.sort((a, b) => b[1] - a[1] || compareTexts(String(a[0]), String(b[0])));
}
