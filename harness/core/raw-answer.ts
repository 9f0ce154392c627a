import type { Effect } from './effect.ts';
import { everyConnection } from './every-connection.ts';

/**
 * The effect of an upstream that reads the request, sends these texts octet for octet (latin1), and closes. A text that
 * begins with a status line tells which status it sends, so whatever stands before one is a text of its own.
 */
export function rawAnswer(...texts: readonly string[]): Effect {
  return everyConnection(
    { do: 'read', what: 'request' },
    ...texts.map((text) => ({ do: 'send', bytes: { text } }) as const),
    { do: 'close' },
  );
}
