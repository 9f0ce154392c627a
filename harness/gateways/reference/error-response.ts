import { errorBody, reasonOf } from './error-body.ts';
import { ERROR_TYPES, type ErrorType } from './error-types.ts';
import { RequestRefused, UpstreamFailure } from './failures.ts';
import { serializeHead } from './fields.ts';
import { PSEUDONYM } from './via.ts';

/** An error as this gateway tells it. */
export interface GatewayError {
  readonly status: number;
  readonly type: ErrorType;
  /** What happened, for the client. */
  readonly sentence: string;
}

/** How the error is to be told. */
export interface ErrorOptions {
  /** Null where no request could be read. */
  readonly method: string | null;
  readonly accept: string;
  readonly keep: boolean;
}

/** What a failure is to the client; whatever nobody foresaw is our own error. */
export function describeFailure(error: unknown): GatewayError {
  if (error instanceof RequestRefused) {
    return { status: error.status, type: 'http_request_error', sentence: error.message };
  }
  const type = error instanceof UpstreamFailure ? error.type : 'proxy_internal_error';
  const [status, sentence] = ERROR_TYPES[type];
  return { status, type, sentence };
}

/** The whole response: never stored, and told apart from the upstream's own errors by Proxy-Status (RFC 9209). */
export function errorResponse({ status, type, sentence }: GatewayError, options: ErrorOptions): Buffer {
  const body = errorBody(status, sentence, options.accept);
  const head = serializeHead(`HTTP/1.1 ${status} ${reasonOf(status)}`, [
    ['Date', new Date().toUTCString()],
    ['Content-Type', body.type],
    ['Content-Length', String(body.content.length)],
    ['Cache-Control', 'no-store'],
    ['Proxy-Status', `${PSEUDONYM}; error=${type}`],
    // Others have their turn now: who comes back at once finds them there.
    ...(type === 'connection_limit_reached' ? [['Retry-After', '1'] as const] : []),
    ...(options.keep ? [] : [['Connection', 'close'] as const]),
  ]);
  return options.method === 'HEAD' ? head : Buffer.concat([head, body.content]);
}
