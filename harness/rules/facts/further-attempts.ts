import type { Facts } from '../../core/facts.ts';

/** How many further attempts at a request the gateway was configured to make: one, where there are replicas; else none. */
export function furtherAttempts({ case: { variant } }: Pick<Facts, 'case'>): number {
  return variant.settings.replicas > 1 ? 1 : 0;
}
