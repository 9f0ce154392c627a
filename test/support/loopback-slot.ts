import type { Address, Slot } from '../../harness/core/gateway.ts';

/** A slot with both of the upstreams that every gateway has routes to. */
export interface LoopbackSlot extends Slot {
  readonly upstreams: { readonly app: Address; readonly other: Address };
}

/**
 * The n-th slot of this process. Its loopback address belongs to this process alone, so that test files that run at the
 * same time cannot meet.
 */
export function loopbackSlot(index: number, pid: number = process.pid): LoopbackSlot {
  const host = `127.${128 + ((pid >> 16) & 127)}.${(pid >> 8) & 255}.${pid & 255}`;
  const at = (port: number): Address => ({ host, port });
  return { listen: at(10_000 + index), upstreams: { app: at(12_000 + index), other: at(14_000 + index) } };
}
