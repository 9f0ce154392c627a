import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { sizeSchema } from '../core/size-schema.ts';

/**
 * Slow and steady is no failure: the read timeout of gateways is for silence between two reads. With the defaults the body
 * takes two seconds, and no pause is longer than a tenth of one.
 */
export default defineFault({
  name: 'body-drips',
  ref: 'E13',
  summary: 'A body of `length` comes whole, `piece` by `piece`, one each `every`.',
  group: 'body',
  params: z.strictObject({
    length: sizeSchema.prefault('2KiB'),
    piece: sizeSchema.prefault('100B').refine((bytes) => bytes > 0, 'must be more than 0B'),
    every: durationSchema.prefault('100ms'),
  }),
  examples: ['body-drips', '{ fault: body-drips, length: 20B, piece: 1B, every: 250ms }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_timeout', bound: 'none', accepts: ['passed-on'] },
  effect: ({ length, piece, every }) => {
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;
    return everyConnection(
      { do: 'read', what: 'request' },
      { do: 'send', bytes: { text: head } },
      { do: 'drip', bytes: { repeat: 'x', times: length }, piece, every },
      { do: 'close' },
    );
  },
  fired: endedIn('close'),
});
