import type { Diagnosis } from '../core/diagnosis.ts';
import type { Fault } from '../core/fault.ts';
import type { Signature, SignatureBase } from '../core/signature.ts';
import { isPlain, recipeOf } from './recipe.ts';

/** Groups of the catalogue whose faults come last where others leave the same: they take more to happen. */
const ELABORATE: readonly Fault['group'][] = ['behaviour', 'process', 'resources', 'overload', 'network'];

/** A fault that can be played, with its signature on the gateway that wrote the log. */
export interface Playable {
  readonly fault: Fault;
  readonly signature: Signature;
}

/**
 * Of the faults that the most likely suspect is, the one that is the plainest to play and leaves the same every time; null
 * where nothing can be played.
 */
export function plainestFault(
  { playable, gateway, suspects }: Diagnosis,
  faults: ReadonlyMap<string, Fault>,
  { recorded }: SignatureBase,
): Playable | null {
  const signatures = new Map(recorded.get(gateway)?.signatures.map((one) => [one.fault, one]));
  const names = playable ? (suspects[0]?.faults ?? []) : [];
  const all = names.flatMap((name) => {
    const [fault, signature] = [faults.get(name), signatures.get(name)];
    return fault && signature ? [{ fault, signature, effort: effortOf(fault, signature) }] : [];
  });
  return all.sort((a, b) => a.effort - b.effort || a.fault.ref.localeCompare(b.fault.ref))[0] ?? null;
}

/** The rows of each section of the catalogue begin with what is met most, and so do the sections: the first of equals is taken. */
function effortOf({ isolate, group }: Fault, { statuses, times, traces, seenIn, runs }: Signature): number {
  const steady = statuses.length === 1 && times.length === 1 && traces.some((trace) => trace.runs === runs);
  const wishes = ['none', 'upstream', 'gateway'].indexOf(isolate);
  return (
    16 * Number(!steady) +
    8 * Number(ELABORATE.includes(group)) +
    2 * wishes +
    Number(wishes > 0 && !isPlain(recipeOf(seenIn)?.steps ?? []))
  );
}
