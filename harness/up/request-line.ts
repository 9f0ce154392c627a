import { ProblemError } from '../core/problem.ts';
import type { RequestSpec } from '../core/scenario.ts';

/** A method is a token, a target has no space (RFC 9112 section 3). */
const SHAPE = /^\s*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s+)?([/*]\S*)\s*$/;

/**
 * The request of a line such as `GET /path` or `/path`, on a connection of its own.
 *
 * @throws {ProblemError} usage: it is none
 */
export function requestLine(text: string): RequestSpec {
  const [, method = 'GET', target] = SHAPE.exec(text) ?? [];
  if (target === undefined)
    throw new ProblemError('usage', [
      { code: 'bad-request-line', message: `"${text}" is no request`, hint: "write METHOD /PATH, such as 'GET /'" },
    ]);
  const plain = { headers: {}, body: null, chunked: false, trailers: {}, abort: null } as const;
  return { method, target, version: '1.1', ...plain, client: 'you', fresh: true };
}
