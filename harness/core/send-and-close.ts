import type { Effect } from './effect.ts';
import { everyConnection } from './every-connection.ts';
import type { Bytes, UpstreamStep } from './script.ts';

/**
 * The effect of an upstream that answers each request with these octets, and then sends a FIN. A piece that begins with a
 * status line tells which status it sends, so whatever stands before one is a piece of its own.
 */
export function sendAndClose(...pieces: readonly (Bytes | string)[]): Effect {
  return everyConnection(...readAndSend(...pieces), { do: 'close' });
}

/** Reads the request, and sends these octets. */
export function readAndSend(...pieces: readonly (Bytes | string)[]): readonly UpstreamStep[] {
  const sends = pieces.map((piece): UpstreamStep => {
    return { do: 'send', bytes: typeof piece === 'string' ? { text: piece } : piece };
  });
  return [{ do: 'read', what: 'request' }, ...sends];
}
