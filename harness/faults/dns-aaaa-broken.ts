import { z } from 'zod';
import { defineFault, type FaultEvidence } from '../core/fault.ts';
import { everyQuery } from '../core/name-script.ts';

/**
 * IPv4 works, so the request should, too (RFC 8305 section 3 asks for both, and waits for neither for ever). Who needs both
 * answers has none, and RFC 4074 section 4 tells why that is a common trouble. Who asks for IPv4 alone is not hurt. How long
 * a missing answer is waited for is the system resolver's affair: glibc asks for both again, and then for each by itself.
 */
export default defineFault({
  name: 'dns-aaaa-broken',
  ref: 'J14',
  summary: 'Queries for AAAA are answered SERVFAIL or not at all; queries for A get the address.',
  group: 'dns',
  params: z.strictObject({ how: z.enum(['SERVFAIL', 'silence']).default('SERVFAIL') }),
  examples: ['dns-aaaa-broken', '{ fault: dns-aaaa-broken, how: silence }'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_error', bound: 'none', accepts: ['passed-on'] },
  effect: ({ how }) => ({
    place: 'dns',
    says: everyQuery(how === 'SERVFAIL' ? { say: 'rcode', rcode: how, only: 'AAAA' } : { say: how, only: 'AAAA' }),
  }),
  fired,
});

/** The answers to both types say that AAAA is broken. */
function fired({ observations }: FaultEvidence): string | null {
  const told = observations.some(
    (event) => event.kind === 'query' && /^(SERVFAIL|silence)$|\(AAAA: /.test(event.answer),
  );
  return told ? null : "the resolver was never asked for the upstream's name while AAAA is broken";
}
