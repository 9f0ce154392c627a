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

/**
 * A slot whose upstreams the gateway knows by names of its own, so that no resolver cache can join two cases. What a name of a
 * host cannot have (RFC 1123 section 2.1), such as the @ of another version, becomes a hyphen: getaddrinfo refuses it unasked.
 */
export function byName(real: Slot, label: string): LendableSlot {
  const host = label.replaceAll(/[^A-Za-z0-9.-]/g, '-');
  const names = Object.entries(real.upstreams).map(([name, { port }]): [string, Address] => [
    name,
    { host: `${name}.${host}.gatecrash.test`, port },
  ]);
  return { real, told: { ...real, upstreams: Object.fromEntries(names) } };
}
