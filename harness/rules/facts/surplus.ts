import type { UpstreamAnswer } from '../../core/upstream-answer.ts';

/**
 * The octets that an upstream sent behind the end of its response, before it got another request; empty line ends alone
 * count for nothing (RFC 9112 section 9.2), and what follows a 101 is the tunnel's.
 */
export function surplusOf({ octets, leftover, final }: UpstreamAnswer): Buffer {
  const surplus = octets.subarray(octets.length - leftover);
  return final?.status === 101 || /^[\r\n]*$/.test(surplus.toString('latin1')) ? Buffer.alloc(0) : surplus;
}
