import type { Exchange } from '../../core/evidence.ts';

/** Whether the client sent all of its request. Who waited for a 100 in vain sent none of the content. */
export function uploadEnded({ body, bodySent, continued }: Exchange): boolean {
  return body === null || (bodySent === body.bytes && continued !== 'not-sent');
}
