import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import type { UpstreamStep } from '../core/script.ts';

const TEXT = 'nobody asked for this\n';

const EARLY: UpstreamStep = {
  do: 'send',
  bytes: {
    text: `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${TEXT.length}\r\n\r\n${TEXT}`,
  },
};

/**
 * A gateway cannot always tell such an answer from one to the request that it sends meanwhile, so it may pass it on. But then
 * the answer to the request itself is one too many, and belongs to nobody (RFC 9112 section 9.2). The early one says that the
 * connection ends with it: without that, not even a conforming gateway could always keep the next client from the other.
 */
export default defineFault({
  name: 'speaks-first',
  ref: 'A13',
  summary:
    'A whole response comes as soon as the connection is accepted, before any request; requests are answered too.',
  group: 'connection',
  params: z.strictObject({}),
  examples: ['speaks-first'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error', 'passed-on'] },
  effect: () => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          EARLY,
          { do: 'read', what: 'request' },
          { do: 'answer' },
          { do: 'read', what: 'request' },
          { do: 'answer' },
        ],
      },
    },
  }),
  fired: ({ observations }) =>
    observations.some(
      (event) =>
        event.kind === 'sent' &&
        event.octets.endsWith(TEXT) &&
        !observations.some((one) => one.kind === 'request' && one.connection === event.connection && one.at < event.at),
    )
      ? null
      : 'no response was sent before a request',
});
