/** What is known of a method: whether repeating it does no harm, or nothing at all. */
export type MethodKind = 'idempotent' | 'not idempotent' | 'unknown';

/** The methods of the IANA HTTP Method Registry that are marked idempotent. */
const IDEMPOTENT = words(`ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT COPY DELETE GET HEAD LABEL LINK MERGE MKACTIVITY
  MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE OPTIONS ORDERPATCH PROPFIND PROPPATCH PUT QUERY REBIND REPORT SEARCH TRACE
  UNBIND UNCHECKOUT UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL`);
/** Those that are marked not idempotent. */
const NOT_IDEMPOTENT = words('CONNECT LOCK PATCH POST');

/** What the IANA HTTP Method Registry says of a method (RFC 9110 sections 9.2.2 and 16.1). Names are case-sensitive. */
export function methodKind(method: string): MethodKind {
  if (IDEMPOTENT.has(method)) return 'idempotent';
  return NOT_IDEMPOTENT.has(method) ? 'not idempotent' : 'unknown';
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
