import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/** Octets of the body: a dozen packets of the segment size that the fault asks for. */
const LENGTH = 12_000;
const PHRASE = 'in order ok ';

/** TCP puts in order what it gets (RFC 9293 section 3.10.7.4): nobody above it may notice more than the wait. */
export default defineFault({
  name: 'packet-reordering',
  ref: 'B06',
  summary: 'Each fourth packet from the upstream is overtaken by those behind it; TCP puts them in order.',
  group: 'network',
  params: z.strictObject({}),
  examples: ['packet-reordering'],
  isolate: 'none',
  needs: ['shaping'],
  outcome: { error: 'connection_read_timeout', bound: 'none', accepts: ['passed-on', 'truncated', 'error'] },
  effect: () => ({
    place: 'network',
    trouble: { kind: 'reordering' },
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          {
            do: 'send',
            bytes: { text: `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${LENGTH}\r\n\r\n` },
          },
          { do: 'send', bytes: { repeat: PHRASE, times: LENGTH / PHRASE.length } },
        ],
        loop: true,
      },
    },
  }),
  fired: packetsHit({ kind: 'reordering' }),
});
