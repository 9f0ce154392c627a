import type { Exchange, ParsedResponse } from '../../core/evidence.ts';
import type { ExchangeFacts, Facts } from '../../core/facts.ts';
import { fieldValues } from '../../core/http.ts';
import type { UpstreamAnswer } from '../../core/upstream-answer.ts';
import { everyExchange } from './every-exchange.ts';
import { isFromStore } from './is-from-store.ts';

/** A response that went through the gateway: as the upstream sent it, and as the client got it. */
export interface Relayed {
  readonly exchange: Exchange;
  readonly answer: UpstreamAnswer;
  readonly sent: ParsedResponse;
  readonly got: ParsedResponse;
}

/** The responses of a case, healthy twin and aftermath too, that the gateway passed on, in whatever condition. */
export function relayed(facts: Pick<Facts, 'twin' | 'exchanges'>): Relayed[] {
  return everyExchange(facts).flatMap(asRelayed);
}

/**
 * What was made of another answer, by the gateway or out of a store, is not compared with this one; nor is anything where two
 * attempts were answered with the status that the client got.
 */
function asRelayed({ exchange, answer, answers, madeBy }: ExchangeFacts): Relayed[] {
  const got = exchange.final;
  const sent = answer?.final;
  if (!answer || !sent || !got || exchange.aborted !== null || madeBy !== 'upstream') return [];
  if (answers.filter(({ final }) => final?.status === got.status).length > 1) return [];
  if (got.status !== sent.status || isFromStore(exchange) || isStored(got, sent)) return [];
  return [{ exchange, answer, sent, got }];
}

/** RFC 9111 section 5.1: Age says that a response comes out of a store. */
function isStored(got: ParsedResponse, sent: ParsedResponse): boolean {
  return fieldValues(got.fields, 'Age').length > 0 && fieldValues(sent.fields, 'Age').length === 0;
}
