import type { DefectCode } from '../../core/defect-code.ts';
import type { ParsedResponse } from '../../core/evidence.ts';
import type { ExchangeFacts, Facts } from '../../core/facts.ts';
import type { UpstreamAnswer } from '../../core/upstream-answer.ts';

/** An upstream's answer with a final response. */
export type AnswerWithFinal = UpstreamAnswer & { readonly final: ParsedResponse };

/**
 * The upstream's answer where a gateway has no reason not to pass its final response on: whole, in time, without a defect
 * (but for `oddity`), with a status that is one, and not followed by surplus octets or an RST. Else null.
 */
export function soundAnswer(
  { answer, exchange }: ExchangeFacts,
  { timeouts }: Pick<Facts, 'timeouts'>,
  oddity?: DefectCode,
): AnswerWithFinal | null {
  if (!answer?.final?.complete || !answer.whole || exchange.aborted !== null) return null;
  const clean = answer.defects.every(({ code }) => code === oddity) && answer.leftover === 0;
  const inTime = (answer.lastAt ?? Number.POSITIVE_INFINITY) - answer.attempt.at < timeouts.read;
  if (!clean || !inTime || answer.ended === 'our-rst' || !mayGoOn(answer.final)) return null;
  return { ...answer, final: answer.final };
}

/** Nobody was offered another protocol, and a 205 has no content (RFC 9110 sections 7.8 and 15.3.6). */
function mayGoOn({ status, body }: ParsedResponse): boolean {
  return status >= 200 && !(status === 205 && body.length > 0);
}
