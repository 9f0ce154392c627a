import { z } from 'zod';
import { cutBody } from '../core/cut-body.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault, type Fault } from '../core/fault.ts';
import { endedIn, wasReset } from '../core/fired.ts';
import { sendAndClose } from '../core/send-and-close.ts';
import { sizeSchema } from '../core/size-schema.ts';

/** What all members of the family have in common. */
const COMMON = { group: 'body', isolate: 'none', needs: [] } as const;

/** Well below a read timeout, which would end the connection before the RST; in milliseconds. */
const DELIVERED = 300;

const reset = defineFault({
  ...COMMON,
  name: 'body-large-reset',
  ref: 'E14',
  summary: 'RST after `after` of a body that no buffer in memory holds, `length` by its Content-Length.',
  params: z
    .strictObject({ after: sizeSchema.prefault('16MiB'), length: sizeSchema.prefault('32MiB') })
    .refine(({ after, length }) => after < length, { path: ['after'], error: 'must be less than `length`' }),
  examples: ['body-large-reset', '{ fault: body-large-reset, after: 48MiB, length: 64MiB }'],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: (params) =>
    everyConnection(
      ...cutBody(params),
      { do: 'await-delivery', bytes: params.after, within: DELIVERED },
      { do: 'reset' },
    ),
  fired: wasReset,
});

/** A gateway streams it or spools it. One whose spool has a limit says so, by an error or by a cut. */
const complete = defineFault({
  ...COMMON,
  name: 'body-large-complete',
  ref: 'E45',
  summary: 'A complete body of `length`, sent as fast as the gateway takes it, then FIN.',
  params: z.strictObject({ length: sizeSchema.prefault('32MiB') }),
  examples: ['body-large-complete', '{ fault: body-large-complete, length: 64MiB }'],
  outcome: { error: 'http_response_timeout', bound: 'none', accepts: ['passed-on', 'truncated', 'error'] },
  effect: ({ length }) =>
    sendAndClose(
      `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`,
      { repeat: 'x', times: length },
    ),
  fired: endedIn('close'),
});

/** Bodies beyond a gateway's buffers. */
export default [reset, complete] satisfies readonly Fault[];
