import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/** One number, or the same one repeated, is valid or may be taken as valid (RFC 9110 section 8.6). */
const VALID = /^\s*(\d+)(?:\s*,\s*\1)*\s*$/;

const VALUE = z
  .string()
  .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII')
  .refine((value) => !VALID.test(value), 'is a valid Content-Length, or may be taken for one');

/** RFC 9112 section 6.3, item 5: the message is invalid; a proxy discards it and answers 502. */
export default defineFault({
  name: 'content-length-invalid',
  ref: 'E01',
  summary: 'A complete 200 whose Content-Length is no number.',
  group: 'body',
  params: z.strictObject({ value: VALUE.prefault('abc') }),
  examples: ['content-length-invalid', '{ fault: content-length-invalid, value: "-1" }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  effect: ({ value }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'respond', response: { headers: { 'Content-Length': value }, body: 'hello\n' } },
      { do: 'close' },
    ),
  fired: endedIn('close'),
});
