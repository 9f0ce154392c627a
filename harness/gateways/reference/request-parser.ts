import type { Framing } from './body.ts';
import type { Source } from './byte-source.ts';
import { RequestRefused } from './failures.ts';
import { readFields, TOKEN } from './field-line.ts';
import { type Field, membersOf } from './fields.ts';
import { saysClose } from './hop-by-hop.ts';
import { LIMITS } from './limits.ts';
import { LineError, readLine } from './read-line.ts';
import { requestFraming } from './request-framing.ts';
import { requestHost } from './request-host.ts';
import { parseTarget } from './request-target.ts';

/** A request as a client sent it, checked. */
export interface RequestHead {
  readonly method: string;
  /** In origin form, or `*`. */
  readonly target: string;
  /** Minor version of HTTP/1; anything above 1 is treated as 1 (RFC 9110 section 6.2). */
  readonly minor: number;
  /** Null for an HTTP/1.0 request that names none. */
  readonly host: string | null;
  readonly fields: readonly Field[];
  readonly framing: Framing;
  /** True when the client waits for 100 before it sends the body (RFC 9110 section 10.1.1). */
  readonly expectsContinue: boolean;
  /** False when the client closes after this exchange, as every HTTP/1.0 client does here (RFC 9112 section 9.3). */
  readonly persistent: boolean;
}

interface RequestLine {
  readonly method: string;
  readonly target: string;
  readonly minor: number;
}

/** Reads a request's head. Rejects with RequestRefused for what is not valid, or as the source does. */
export async function readRequestHead(source: Source): Promise<RequestHead> {
  const line = parseRequestLine(await readRequestLine(source).catch(refuse(414)));
  const { target, authority } = parseTarget(line.method, line.target);
  const fields = await readFields(source, { left: LIMITS.head }, 'refuse').catch(refuse(431));
  return {
    method: line.method,
    target,
    minor: line.minor,
    host: requestHost(line.minor, fields, authority),
    fields,
    framing: requestFraming(line.minor, fields),
    expectsContinue: line.minor >= 1 && membersOf(fields, 'expect').includes('100-continue'),
    persistent: line.minor >= 1 && !saysClose(fields),
  };
}

/** The request line; an empty line before it is passed over (RFC 9112 section 2.2). */
async function readRequestLine(source: Source): Promise<string> {
  const budget = { left: LIMITS.requestLine };
  const line = await readLine(source, budget);
  return line === '' ? readLine(source, budget) : line;
}

function parseRequestLine(line: string): RequestLine {
  const [method = '', target = '', version = '', ...rest] = line.split(' ');
  if (rest.length > 0 || !TOKEN.test(method) || !/^HTTP\/[0-9]\.[0-9]$/.test(version)) {
    throw new RequestRefused(400, 'The request line is not valid.');
  }
  if (!version.startsWith('HTTP/1.')) throw new RequestRefused(505, 'The HTTP version is not 1.0 or 1.1.');
  if (method === 'CONNECT') throw new RequestRefused(501, 'This gateway makes no tunnels.');
  return { method, target, minor: Math.min(Number(version.at(-1)), 1) };
}

/** Turns a LineError into a refusal; `tooLarge` is the status for what is beyond the limit. */
function refuse(tooLarge: number): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof LineError)) throw error;
    if (error.kind === 'too-large') throw new RequestRefused(tooLarge, 'The request head is too large.');
    throw new RequestRefused(400, 'The request head is not valid.');
  };
}
