import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/**
 * The FIN comes while the client still sends, and the upstream reads on (RFC 9112 section 9.6), so that no RST destroys the
 * answer: a gateway can always read it, and its client is told why the upload is not wanted.
 */
export default defineFault({
  name: 'upload-refused',
  ref: 'E39',
  summary: 'A 413 and a FIN as soon as the head of the request is there; what is still uploaded is thrown away.',
  group: 'body',
  params: z.strictObject({}),
  examples: ['upload-refused'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['passed-on'] },
  effect: () =>
    everyConnection(
      { do: 'read', what: 'head' },
      { do: 'respond', response: { status: 413, body: 'too much\n' } },
      { do: 'close' },
    ),
  fired: endedIn('close'),
});
