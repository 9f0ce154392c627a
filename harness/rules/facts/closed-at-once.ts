import type { Exchange } from '../../core/evidence.ts';

/** A connection that ends so soon behind a response was not idle for too long, in milliseconds. */
const AT_ONCE = 250;

/**
 * Whether the gateway ended the connection with the exchange. Octets and FIN may be seen apart, so that the connection still
 * counted as kept when the exchange ended.
 */
export function closedAtOnce({ ended, endedAt, endedLater }: Exchange): boolean {
  return ended === 'fin' || ended === 'rst' || (endedLater !== null && endedLater.at - endedAt <= AT_ONCE);
}
