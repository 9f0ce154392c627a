import type { ParsedResponse } from '../../core/evidence.ts';
import type { ExchangeFacts, Facts } from '../../core/facts.ts';
import { everyExchange } from './every-exchange.ts';
import { hitOf } from './stored-answer.ts';

/** An error that the gateway made itself. */
export interface GatewayError extends ExchangeFacts {
  readonly made: ParsedResponse;
}

/** The errors (5xx) of a case that the gateway made itself. What it has out of a store is the upstream's. */
export function gatewayErrors(facts: Facts): GatewayError[] {
  return everyExchange(facts).flatMap((one) => {
    const { final, aborted } = one.exchange;
    if (one.madeBy !== 'gateway' || !final || final.status < 500 || aborted !== null) return [];
    return hitOf(one, facts) ? [] : [{ ...one, made: final }];
  });
}
