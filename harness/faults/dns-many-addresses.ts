import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverBegan } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

/**
 * Nothing listens on any of them but the last, which is the upstream's. A gateway may try one or all, and may give up at a
 * truncated answer; it may not try for ever. Each is refused at once, so its connect timeout is time enough.
 */
export default defineFault({
  name: 'dns-many-addresses',
  ref: 'J17',
  summary: "The answer has 500 addresses, too many for UDP: nothing listens on any but the last, the upstream's.",
  group: 'dns',
  params: z.strictObject({ count: z.int().min(33).max(1000).default(500) }),
  examples: ['dns-many-addresses', '{ fault: dns-many-addresses, count: 1000 }'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'connection_refused', bound: 'connect-timeout', accepts: ['error', 'passed-on'] },
  effect: ({ count }) => ({
    place: 'dns',
    says: everyQuery({ say: 'addresses', addresses: [...closed(count - 1), 'upstream'], note: 'very many:' }),
  }),
  fired: resolverBegan('very many: '),
});

/** Addresses of the loopback network that nothing listens on, on whatever machine. */
function closed(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `127.0.${66 + (index >> 8)}.${index & 255}`);
}
