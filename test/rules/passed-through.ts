import type { Exchange } from '../../harness/core/evidence.ts';
import type { Facts } from '../../harness/core/facts.ts';
import type { Field } from '../../harness/core/http.ts';
import { exchange, factsWith, upstreamSaid } from '../support/evidence.ts';

/**
 * Facts of one exchange: the upstream sent `sent`, and the client got `got` (both latin1), or the same where it is not given. The
 * client's connection is kept, the upstream's is closed by a FIN.
 */
export function passedThrough(
  sent: string,
  got = sent,
  more: Partial<Exchange> & { readonly attempt?: readonly Field[] } = {},
): Facts {
  const { attempt = [], ...ofExchange } = more;
  const observations = upstreamSaid(sent, { fields: attempt, method: more.method ?? 'GET' });
  return factsWith({ exchanges: [exchange({ raw: got, ...ofExchange })], observations });
}

/** A response with these lines and a body of `hello`; Content-Length is stated. */
export function response(lines: readonly string[], status = '200 OK'): string {
  return [`HTTP/1.1 ${status}`, ...lines, 'Content-Length: 5', '', 'hello'].join('\r\n');
}
