import type { GatewayEvidence, ParsedResponse } from './evidence.ts';
import { CORRELATION_HEADER, fieldValues, UPSTREAM_HEADER } from './http.ts';
import { normalised } from './normalised.ts';
import type { RecordedPage } from './signature.ts';

/** So much of an error page is kept, in octets: those of built-in gateways are shorter. */
const MOST = 2048;

/** Fields that tell who made a response. */
const TELLING = /^(?:server|via|x-.+|content-type|content-length|retry-after|proxy-status|cf-ray|cache-control)$/i;

/** The gateway's own error page as it is remembered; null for a response that is no error, or that the upstream made. */
export function recordedPage(final: ParsedResponse, { listen, upstreams }: GatewayEvidence): RecordedPage | null {
  if (final.status < 400) return null;
  if ([CORRELATION_HEADER, UPSTREAM_HEADER].some((name) => fieldValues(final.fields, name).length > 0)) return null;
  const own = [listen, ...Object.values(upstreams)];
  const clean = (text: string) => normalised(own.reduce((so, address) => so.replaceAll(address, '<addr>'), text));
  return {
    reason: final.reason,
    fields: final.fields.filter(([name]) => TELLING.test(name)).map(([name, value]) => `${name}: ${clean(value)}`),
    body: clean(final.body.toString('latin1', 0, MOST)),
  };
}
