import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { sendAndClose } from '../core/send-and-close.ts';
import { sentOrRefused } from '../core/sent-or-refused.ts';

/** RFC 9112 section 6.3, the last rule: such a body ends with the connection. Old, and right: there is nothing to refuse. */
export default defineFault({
  name: 'http10-close-delimited',
  ref: 'D09',
  summary: 'An HTTP/1.0 200 whose body has no length and ends with the FIN.',
  group: 'answer',
  params: z.strictObject({}),
  examples: ['http10-close-delimited'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on'] },
  effect: () => sendAndClose('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\n'),
  fired: sentOrRefused('close'),
});
