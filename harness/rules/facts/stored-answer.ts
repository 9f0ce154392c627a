import type { Exchange, ParsedResponse } from '../../core/evidence.ts';
import type { ExchangeFacts, Facts } from '../../core/facts.ts';
import type { UpstreamAnswer } from '../../core/upstream-answer.ts';
import { nobodyAsked } from './nobody-asked.ts';

/** A response that came out of a store. */
export interface Hit extends ExchangeFacts {
  readonly got: ParsedResponse;
  /** What the upstream sent, for an earlier request, that was kept and is now used again. */
  readonly stored: UpstreamAnswer;
  readonly sent: ParsedResponse;
}

/**
 * The response out of a store that an exchange got, or null: no upstream was asked, and the body is the one that an
 * upstream sent before in answer to a GET of the same target. Responses without a body are not recognized. An error is
 * taken for a stored one only while no fault is armed, since the gateway's own may look the same.
 */
export function hitOf(one: ExchangeFacts, facts: Facts): Hit | null {
  const got = one.exchange.final;
  if (!got || got.body.length === 0 || (got.status >= 500 && one.outcome !== null)) return null;
  const candidates = earlierAnswers(one.exchange, facts).filter(({ final }) => final !== null && isUseOf(final, got));
  const stored = candidates.at(-1);
  return stored?.final && nobodyAsked(one, facts) ? { ...one, got, stored, sent: stored.final } : null;
}

/** Those to GETs of the same target and pass, over before this exchange began: what is under way may be shared. */
function earlierAnswers({ phase, target, upstream, startedAt }: Exchange, facts: Facts): UpstreamAnswer[] {
  return (phase === 'twin' ? facts.twin : facts.exchanges)
    .filter(({ exchange }) => exchange.method === 'GET' && exchange.endedAt <= startedAt)
    .filter(({ exchange }) => exchange.target === target && exchange.upstream === upstream)
    .flatMap(({ answers }) => answers);
}

/** Of a body that was cut a part may have been stored. */
function isUseOf(sent: ParsedResponse, got: ParsedResponse): boolean {
  if (sent.status !== got.status) return false;
  return sent.complete ? sent.body.equals(got.body) : sent.body.subarray(0, got.body.length).equals(got.body);
}
