import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const MEANT = 'The report is whole: one, two, three, four.\n';
/** A bit of one octet turned over behind TCP's checksum, as by bad memory: "three" became "thsee". */
const SENT = MEANT.replace('three', 'thsee');

/** No gateway has to check a digest of content (RFC 9530 section 2): the receiver can, if nothing else is changed. */
export default defineFault({
  name: 'body-corrupted',
  ref: 'B08',
  summary: 'A well-formed 200 whose body has a wrong octet: the framing is right, its Content-Digest is not.',
  group: 'body',
  params: z.strictObject({}),
  examples: ['body-corrupted'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'truncated', 'error'] },
  effect: () => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          {
            do: 'respond',
            response: {
              headers: {
                'Content-Type': 'text/plain',
                'Content-Digest': `sha-256=:${createHash('sha256').update(MEANT).digest('base64')}:`,
              },
              body: SENT,
            },
          },
        ],
        loop: true,
      },
    },
  }),
  fired: endedIn('respond'),
});
