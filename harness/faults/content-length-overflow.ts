import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { sendAndClose } from '../core/send-and-close.ts';

/** The first number that a signed integer of 64 bits does not hold. */
const BEYOND = 2n ** 63n;

const VALUE = z
  .string()
  .regex(/^\d{19,40}$/, 'must be 19 to 40 digits')
  .refine((digits) => BigInt(digits) >= BEYOND, `must be at least ${BEYOND}`);

/** RFC 9110 section 8.6: a recipient anticipates large numbers. The default is 2^64 + 5, which overflows to 5. */
export default defineFault({
  name: 'content-length-overflow',
  ref: 'E02',
  summary: 'A 200 whose Content-Length no machine integer holds, 5 octets of body, then FIN.',
  group: 'body',
  params: z.strictObject({ value: VALUE.prefault('18446744073709551621') }),
  examples: ['content-length-overflow', '{ fault: content-length-overflow, value: "99999999999999999999999" }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error', 'truncated'] },
  effect: ({ value }) =>
    sendAndClose(
      `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${value}\r\nConnection: close\r\n\r\nhello`,
    ),
  fired: endedIn('close'),
});
