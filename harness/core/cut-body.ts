import { z } from 'zod';
import type { UpstreamStep } from './script.ts';
import { sizeSchema } from './size-schema.ts';

/** Parameters of a fault that strikes inside a body: `after` of its `length`. */
export const cutBodyParams = z
  .strictObject({ after: sizeSchema.prefault('512B'), length: sizeSchema.prefault('4KiB') })
  .refine(({ after, length }) => after < length, { path: ['after'], error: 'must be less than `length`' });

/** Reads the request, and sends a 200 with this Content-Length and no more than `after` bytes of its body. */
export function cutBody({ after, length }: z.output<typeof cutBodyParams>): readonly UpstreamStep[] {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`;
  return [
    { do: 'read', what: 'request' },
    { do: 'send', bytes: { text: head } },
    { do: 'send', bytes: { repeat: 'x', times: after } },
  ];
}
