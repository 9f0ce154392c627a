import type { Fault } from '../../harness/core/fault.ts';

/** The member of a family that has this name. */
export function member(family: readonly Fault[], name: string): Fault {
  const found = family.find((fault) => fault.name === name);
  if (!found) throw new Error(`no ${name} among ${family.map((fault) => fault.name).join(', ')}`);
  return found;
}
