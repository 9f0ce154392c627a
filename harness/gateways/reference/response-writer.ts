import type { ClientFraming } from './client-framing.ts';
import { type Field, serializeHead, valuesOf, without } from './fields.ts';
import { endToEnd } from './hop-by-hop.ts';
import type { ResponseHead } from './response-parser.ts';
import { addVia, hideInnerHosts } from './via.ts';

/** What the client's connection adds to a response. */
export interface ClientSide {
  readonly framing: ClientFraming;
  /** The Content-Length to state; null for none. */
  readonly length: number | null;
  /** Whether the client's connection stays open after it. */
  readonly keep: boolean;
}

/** A final response's head for the client: in our own version (RFC 9112 section 2.3), without the upstream's framing. */
export function responseHead(head: ResponseHead, side: ClientSide): Buffer {
  return serializeHead(statusLine(head), [
    ...withDate(forwarded(head)),
    ...(side.length === null ? [] : [['Content-Length', String(side.length)] as const]),
    ...(side.framing === 'chunked' ? [['Transfer-Encoding', 'chunked'] as const] : []),
    ...(side.keep ? [] : [['Connection', 'close'] as const]),
  ]);
}

/** An interim response's head for the client: no body, so no framing either (RFC 9110 section 8.6). */
export function interimHead(head: ResponseHead): Buffer {
  return serializeHead(statusLine(head), forwarded(head));
}

/** The SP after the status stands there even without a reason (RFC 9112 section 4). */
function statusLine({ status, reason }: ResponseHead): string {
  return `HTTP/1.1 ${status} ${reason}`;
}

function forwarded(head: ResponseHead): Field[] {
  return addVia(hideInnerHosts(without(endToEnd(head.fields), new Set(['content-length']))), head.minor);
}

/** A recipient with a clock adds the Date that is missing (RFC 9110 section 6.6.1). */
function withDate(fields: Field[]): Field[] {
  return valuesOf(fields, 'date').length > 0 ? fields : [['Date', new Date().toUTCString()], ...fields];
}
