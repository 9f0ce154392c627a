import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverBegan } from '../core/fired.ts';
import { HEALTHY_NAME, NOBODYS_ADDRESS } from '../core/name-script.ts';

/** Which of the two a request meets is nobody's to say, so both are good answers. */
export default defineFault({
  name: 'dns-flapping',
  ref: 'J12',
  summary: "The answers, of TTL 0, alternate between an address where nothing listens and the upstream's own.",
  group: 'dns',
  params: z.strictObject({}),
  examples: ['dns-flapping'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'connection_refused', bound: 'at-once', accepts: ['error', 'passed-on'] },
  effect: () => ({
    place: 'dns',
    says: {
      list: [{ say: 'addresses', addresses: [NOBODYS_ADDRESS], note: 'flapped to' }, HEALTHY_NAME],
      rest: HEALTHY_NAME,
      cycle: true,
    },
  }),
  fired: resolverBegan('flapped to '),
});
