import type { ReadLine } from '../../core/dialect.ts';
import { numberIn } from './number-in.ts';
import { said } from './said.ts';

/** Ours: the host, the request, the status and the id in front of the error. */
const OURS = /^\S{1,300} ([A-Z-]{1,20}) (\S{1,8000}) (\d{3}) id=(\S{1,200}): (\w{0,60}Error: .*)$/;
/** An error of Node.js as it is printed; only such as a client connection to an upstream has. */
const BARE =
  /^(?:Uncaught )?(?:\w{0,60}Error|Error): ((?:connect|read|write|getaddrinfo) E[A-Z_]{2,30}.*|socket hang up|Parse Error.*|aborted)$/;
const CODE =
  /\b(?:E(?:CONN[A-Z]{3,12}|PIPE|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH|NETUNREACH|ACCES|MFILE)|ERR_[A-Z_]{3,60}|HPE_[A-Z_]{3,60})\b/;

/** What gateways on Node.js's http module print of a failed request; null for any other line. */
export function nodeError(line: string): ReadLine | null {
  // Cheaper than the patterns, for lines of something else.
  if (!line.includes('Error: ')) return null;
  const ours = OURS.exec(line);
  if (!ours) return ofBare(line);
  const [, method, target, status, id, message = ''] = ours;
  const own = {
    kind: 'error',
    method: said(method),
    target: said(target),
    status: numberIn(status),
    id: said(id),
  } as const;
  return { ...own, message, code: CODE.exec(message)?.[0] ?? null, upstream: addressIn(message) };
}

function ofBare(line: string): ReadLine | null {
  if (!BARE.test(line)) return null;
  return { kind: 'error', message: line, code: CODE.exec(line)?.[0] ?? null, upstream: addressIn(line) };
}

function addressIn(message: string): string | null {
  return /\bconnect \w+ ([\w.[\]:-]{1,200}:\d{1,5})/.exec(message)?.[1] ?? null;
}
