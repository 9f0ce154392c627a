import type { ExchangeFacts, Facts } from '../../core/facts.ts';
import { endedItself } from './upstream-failure.ts';

/**
 * Whether the upstream was still sending the head of its response, octet by octet, when the exchange ended: it never came
 * to the end of it, and never was silent for as long as the read timeout.
 */
export function dripsHead({ answer, exchange }: ExchangeFacts, { timeouts }: Pick<Facts, 'timeouts'>): boolean {
  if (!answer?.whole || answer.final !== null || endedItself(answer)) return false;
  return exchange.endedAt - (answer.lastAt ?? 0) < timeouts.read;
}
