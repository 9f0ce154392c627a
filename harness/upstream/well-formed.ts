import type { Field } from '../core/http.ts';
import { CORRELATION_HEADER } from '../core/http.ts';
import { STATUS_CODES } from '../core/node-http.ts';
import type { UpstreamStep, WellFormedResponse } from '../core/script.ts';
import type { RequestHead } from './request-head.ts';

/** What the response has to fit: the request that it answers (null where none was read), and whether a close follows. */
export interface Occasion {
  readonly request: RequestHead | null;
  readonly closing: boolean;
}

/**
 * A response on the wire. Added unless the script gives them: Date, Content-Length (or one chunk, where the script asks
 * for chunked), the echo of the correlation id, and `Connection: close` when a close follows. No body goes with 1xx, 204,
 * 304 or to a HEAD (RFC 9112 section 6.3).
 */
export function wellFormed(response: WellFormedResponse, occasion: Occasion): Buffer {
  const { status = 200, headers = {} } = response;
  const reason = response.reason ?? STATUS_CODES[status] ?? '';
  const body = Buffer.from(response.body ?? '', 'utf8');
  const bodiless = status < 200 || status === 204 || status === 304;
  const chunked = given(headers, 'Transfer-Encoding')?.toLowerCase() === 'chunked';
  const added = [
    ['Date', new Date().toUTCString()],
    ...(bodiless || chunked ? [] : [['Content-Length', String(body.length)] as const]),
    ...(occasion.request?.id ? [[CORRELATION_HEADER, occasion.request.id] as const] : []),
    ...(occasion.closing ? [['Connection', 'close'] as const] : []),
  ] as readonly Field[];
  const fields = [...added.filter(([name]) => given(headers, name) === undefined), ...Object.entries(headers)];
  const head = headOf(`HTTP/1.1 ${status} ${reason}`, fields);
  if (bodiless || occasion.request?.method === 'HEAD') return head;
  return Buffer.concat([head, chunked ? asOneChunk(body) : body]);
}

/** An interim response: a head of its own, never a body (RFC 9110 section 15.2). */
export function interim({ status, headers = {} }: Extract<UpstreamStep, { do: 'interim' }>): Buffer {
  return headOf(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, Object.entries(headers));
}

function given(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(headers).find(([candidate]) => candidate.toLowerCase() === name.toLowerCase())?.[1];
}

function headOf(statusLine: string, fields: readonly Field[]): Buffer {
  const lines = [statusLine, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

function asOneChunk(body: Buffer): Buffer {
  const chunk = body.length === 0 ? [] : [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')];
  return Buffer.concat([...chunk, Buffer.from('0\r\n\r\n')]);
}
