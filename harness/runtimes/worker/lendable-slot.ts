import type { Address, Slot } from '../../core/gateway.ts';

/** A slot as it is, and as the gateway is told of it: by names where it shall resolve them at request time. */
export interface LendableSlot {
  readonly real: Slot;
  readonly told: Slot;
  /** As in FixedSlot; only there. */
  strangers?(): Promise<readonly string[]>;
}

/** A slot whose upstreams the gateway knows by address. */
export function byAddress(real: Slot): LendableSlot {
  return { real, told: real };
}

/** A slot whose upstreams the gateway knows by names of its own, so that no resolver cache can join two cases. */
export function byName(real: Slot, label: string): LendableSlot {
  const names = Object.entries(real.upstreams).map(([name, { port }]): [string, Address] => [
    name,
    { host: `${name}.${label}.gatecrash.test`, port },
  ]);
  return { real, told: { ...real, upstreams: Object.fromEntries(names) } };
}
