import type { Fault } from '../core/fault.ts';

/** Whether a fault is in what the resolver says to a query: such a one needs a resolver and nothing else. */
export function isForQueries({ needs }: Fault): boolean {
  return needs.includes('dns') && needs.length === 1;
}
