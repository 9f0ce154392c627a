import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { played } from '../core/fired.ts';
import { sizeSchema } from '../core/size-schema.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';
const LINE = `X-Endless: ${'x'.repeat(115)}\r\n`;

/** A limit of any size ends this at once; whoever still reads behind `size` has none. */
export default defineFault({
  name: 'headers-endless',
  ref: 'D34',
  summary: 'Field lines without end, `size` of them, and no empty line; the connection stays open.',
  group: 'head',
  params: z.strictObject({ size: sizeSchema.prefault('16MiB') }),
  examples: ['headers-endless', '{ fault: headers-endless, size: 64MiB }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_header_section_size', bound: 'at-once', accepts: ['error'] },
  effect: ({ size }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'send', bytes: { text: HEAD } },
      { do: 'send', bytes: { repeat: LINE, times: Math.ceil(size / LINE.length) } },
      { do: 'hold' },
    ),
  // Lines follow the first octets at once. A gateway that chokes on them neither reads them all nor hangs up.
  fired: played('send'),
});
