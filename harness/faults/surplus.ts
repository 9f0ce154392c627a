import { z } from 'zod';
import type { Effect } from '../core/effect.ts';
import { defineFault, type Fault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { readAndSend } from '../core/send-and-close.ts';

/** A whole response to one request, by its own framing. */
const WHOLE = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello';

/**
 * What all members of the family have in common. RFC 9112 section 6.3: what stands behind a response is not processed,
 * cached or forwarded as another one, and the connection carries no other request.
 */
const COMMON = {
  group: 'body',
  params: z.strictObject({}),
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['repaired', 'passed-on', 'error'] },
  fired: endedIn('send'),
} as const;

const octets = defineFault({
  ...COMMON,
  name: 'surplus-octets',
  ref: 'E15',
  summary: 'Each body is longer than its Content-Length; the connection stays open for the next request.',
  examples: ['surplus-octets'],
  effect: () => eachRequest(`${WHOLE}, world\n`),
});

const response = defineFault({
  ...COMMON,
  name: 'surplus-response',
  ref: 'E16',
  summary: 'Two responses to each request, in one piece; the connection stays open for the next request.',
  examples: ['surplus-response'],
  effect: () =>
    eachRequest(
      `${WHOLE}HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 23\r\n\r\npoison for someone else`,
    ),
});

/** Responses with more behind them, in one write with it, so that nobody can come in between. */
export default [octets, response] satisfies readonly Fault[];

function eachRequest(text: string): Effect {
  return { place: 'script', script: { connections: [], rest: { steps: readAndSend(text), loop: true } } };
}
