import type { Fault } from '../core/fault.ts';
import { loadFolder } from '../core/registry.ts';
import { elsewhere } from './elsewhere.ts';

/** A fault of the catalogue, for a person who looks for one. */
export interface ListedFault {
  readonly name: string;
  readonly summary: string;
  /** As it is asked for, with and without parameters. */
  readonly examples: readonly string[];
  /** True where this program can make it itself. */
  readonly here: boolean;
  /** Why not, and what to do instead. */
  readonly why?: string;
}

/** Every fault, in the order of the names. */
export async function listFaults(): Promise<readonly ListedFault[]> {
  const faults = await loadFolder<Fault>('faults');
  return faults.map((fault) => {
    const why = elsewhere(fault.name, fault.effect(fault.params.parse({})), null);
    const { name, summary, examples } = fault;
    return { name, summary, examples, here: why === null, ...(why === null ? {} : { why }) };
  });
}
