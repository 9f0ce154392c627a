import type { Exchange, Pass } from '../../core/evidence.ts';
import type { Facts } from '../../core/facts.ts';

/** The pass that an exchange belongs to: the healthy twin, or the steps with the aftermath. */
export function passOf({ evidence }: Pick<Facts, 'evidence'>, { phase }: Pick<Exchange, 'phase'>): Pass {
  return phase === 'twin' ? evidence.twin : evidence.main;
}
