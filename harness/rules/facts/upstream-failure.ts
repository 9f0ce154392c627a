import type { Defect, Timeouts } from '../../core/evidence.ts';
import type { ExchangeFacts } from '../../core/facts.ts';
import type { UpstreamAnswer } from '../../core/upstream-answer.ts';

/**
 * What the upstream that was asked last did wrong:
 * - `invalid`: it sent octets that are no valid, whole response
 * - `silent`: it had the whole request, and said nothing for as long as the gateway waited
 * - `closed`: it ended the connection without an octet
 */
export interface UpstreamFailure {
  readonly kind: 'invalid' | 'silent' | 'closed';
  /** In words, for a report: what it did. */
  readonly text: string;
}

/** The failure that the evidence shows for certain; null where it shows none. Needs no name of a fault. */
export function upstreamFailure(one: ExchangeFacts, timeouts: Timeouts): UpstreamFailure | null {
  const answer = one.answers.at(-1);
  if (!answer?.whole || one.exchange.aborted !== null) return null;
  if (answer.octets.length > 0) return invalid(answer);
  if (endedItself(answer)) return { kind: 'closed', text: 'closed the connection before it answered' };
  const { attempt } = answer;
  const hasAll = one.exchange.body === null || attempt.body !== null;
  const waited = one.exchange.endedAt - attempt.at;
  return hasAll && waited >= timeouts.read / 2 ? { kind: 'silent', text: 'said nothing' } : null;
}

/** Whether the upstream ended the connection. Where it did not, the gateway may have waited for more in vain. */
export function endedItself({ ended }: UpstreamAnswer): boolean {
  return ended === 'our-fin' || ended === 'our-rst';
}

function invalid(answer: UpstreamAnswer): UpstreamFailure | null {
  const [defect] = answer.defects.filter((one) => isCertain(one, answer));
  if (defect) return { kind: 'invalid', text: `sent ${defect.message}` };
  if (!endedItself(answer)) return null;
  if (!answer.final) return { kind: 'invalid', text: 'closed the connection before its final response was whole' };
  return answer.final.complete ? null : { kind: 'invalid', text: 'closed the connection in the middle of its body' };
}

/** More of a head might have come. */
function isCertain({ code }: Defect, answer: UpstreamAnswer): boolean {
  return code !== 'incomplete-head' || endedItself(answer);
}
