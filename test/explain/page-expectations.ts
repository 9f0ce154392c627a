import type { ErrorType } from '../../harness/explain/error-type.ts';
import type { Explanation } from '../../harness/explain/explanation.ts';

/** What a cause in the name of a recording is in the words of RFC 9209; a page must not rule it out. */
const TYPES: Readonly<Record<string, ErrorType>> = {
  refused: 'connection_refused',
  'not-accepted': 'connection_timeout',
  'not-connected': 'connection_refused',
  closed: 'connection_terminated',
  malformed: 'http_protocol_error',
  silent: 'connection_read_timeout',
  slow: 'http_response_timeout',
  'no-target': 'destination_unavailable',
  'no-backend': 'destination_unavailable',
  unhealthy: 'destination_unavailable',
  'unknown-name': 'dns_error',
  unroutable: 'destination_ip_unroutable',
  tls: 'tls_protocol_error',
  certificate: 'tls_certificate_error',
};

/** Makers whose pages are nobody's own: what is said of them must never be sure. */
export const UNSURE: ReadonlySet<string> = new Set(['caddy', 'traefik', 'http-proxy']);

/** What is wrong with an explanation of a page that this maker wrote for this cause; empty where nothing is. */
export function wrongAbout(maker: string, cause: string, { madeBy, cause: told }: Explanation): string[] {
  const passedOn = cause.startsWith('passed-on');
  const wanted = cause === 'passed-on-nginx' ? 'nginx' : passedOn ? null : maker;
  const wrong: string[] = [];
  if (madeBy?.name !== wanted) wrong.push(`made by ${madeBy?.name}, not ${wanted}`);
  if (wanted === null && madeBy?.confidence !== 'cannot be told') wrong.push(`told ${madeBy?.confidence}`);
  if (UNSURE.has(wanted ?? '') && madeBy?.confidence === 'surely') wrong.push('told surely');
  const type = TYPES[cause];
  if (type && told?.possible.length && !told.possible.some((one) => one.type === type)) wrong.push(`rules out ${type}`);
  return wrong;
}
