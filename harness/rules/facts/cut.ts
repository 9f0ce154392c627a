import { fieldValues } from '../../core/http.ts';
import type { UpstreamAnswer } from '../../core/upstream-answer.ts';

/** How a body ended before its framing said so. */
export interface Cut {
  readonly framing: 'content-length' | 'chunked' | 'close-delimited';
  /** By the upstream's FIN or RST, or by the gateway, which waited no longer. */
  readonly by: 'fin' | 'rst' | 'gateway';
}

/**
 * How the body of an answer was cut; null where it was not (a trailer section without its end is no content), where nobody
 * knows, and where its framing is broken and not just short, or as long as no machine counts (R-9110-8.6-3 speaks of that).
 * Without a length only an RST cuts: what the upstream would have sent next is not known (RFC 9112 section 8).
 */
export function cutOf({ whole, final, defects, ended }: UpstreamAnswer): Cut | null {
  if (!whole || !final || final.complete || final.contentComplete || defects.length > 0 || ended === 'kept')
    return null;
  const { framing, fields } = final;
  const by = ended === 'our-fin' ? 'fin' : ended === 'our-rst' ? 'rst' : 'gateway';
  if (framing === 'none' || (framing === 'close-delimited' && by !== 'rst')) return null;
  if (fieldValues(fields, 'Content-Length').some((length) => !Number.isSafeInteger(Number(length)))) return null;
  return { framing, by };
}
