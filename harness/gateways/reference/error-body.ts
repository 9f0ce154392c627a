import { STATUS_CODES } from '../../core/node-http.ts';

/** A body and its media type. */
export interface ErrorBody {
  readonly type: string;
  readonly content: Buffer;
}

/** The reason phrase of a status. */
export function reasonOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}

/**
 * What an error says (RFC 9110 section 15.6, SHOULD), in the form that the client's Accept names: problem+json (RFC 9457),
 * HTML, else plain text. `sentence` is one of ours and needs no escapes.
 */
export function errorBody(status: number, sentence: string, accept: string): ErrorBody {
  const title = reasonOf(status);
  if (/\bjson\b/i.test(accept)) {
    return body('application/problem+json', `${JSON.stringify({ title, status, detail: sentence })}\n`);
  }
  if (/\btext\/html\b/i.test(accept)) {
    return body('text/html; charset=utf-8', `<!doctype html><title>${status} ${title}</title><p>${sentence}</p>\n`);
  }
  return body('text/plain; charset=utf-8', `${status} ${title}: ${sentence}\n`);
}

function body(type: string, text: string): ErrorBody {
  return { type, content: Buffer.from(text) };
}
