import { CORRELATION_HEADER } from '../core/http.ts';

/** What goes into a request. */
export interface RequestParts {
  readonly method: string;
  readonly target: string;
  /** Sent as they are given, names too; each stands in for the default of the same name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Correlation id. */
  readonly id: string;
  /** `host:port` for the Host header. */
  readonly authority: string;
}

/** Methods whose empty body is announced by Content-Length: 0 (RFC 9110 section 8.6). */
const ANTICIPATE_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** The octets of an HTTP/1.1 request: head as latin1 so that a character is an octet, body as UTF-8. */
export function requestBytes(request: RequestParts): Buffer {
  const body = Buffer.from(request.body ?? '');
  const fields = { ...missing(defaults(request, body.length), request.headers), ...request.headers };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${request.method} ${request.target} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

function defaults(request: RequestParts, length: number): Record<string, string> {
  const given = Object.keys(request.headers).map((name) => name.toLowerCase());
  const announce = (length > 0 || ANTICIPATE_BODY.has(request.method)) && !given.includes('transfer-encoding');
  return {
    Host: request.authority,
    Accept: '*/*',
    'User-Agent': 'gatecrash',
    [CORRELATION_HEADER]: request.id,
    ...(announce ? { 'Content-Length': String(length) } : {}),
  };
}

function missing(wanted: Record<string, string>, given: Readonly<Record<string, string>>): Record<string, string> {
  const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !names.has(name.toLowerCase())));
}
