import type { ExchangeFacts, Facts } from '../../core/facts.ts';

/** All exchanges of a case: healthy twin, steps and aftermath. Most rules hold in every one of them. */
export function everyExchange({ twin, exchanges }: Pick<Facts, 'twin' | 'exchanges'>): ExchangeFacts[] {
  return [...twin, ...exchanges];
}
