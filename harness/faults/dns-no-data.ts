import { z } from 'zod';
import { defineFault, type FaultEvidence } from '../core/fault.ts';
import { everyQuery } from '../core/name-script.ts';

export default defineFault({
  name: 'dns-no-data',
  ref: 'J07',
  summary: "The upstream's name exists, and has no address (NOERROR without an answer).",
  group: 'dns',
  params: z.strictObject({}),
  examples: ['dns-no-data'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_error', bound: 'at-once', accepts: ['error'] },
  effect: () => ({ place: 'dns', says: everyQuery({ say: 'no-data' }) }),
  fired,
});

/** A healthy name has no data of another type. */
function fired({ observations }: FaultEvidence): string | null {
  const denied = observations.some(
    (event) => event.kind === 'query' && event.type === 'A' && event.answer === 'no data',
  );
  return denied ? null : "the resolver was never asked for the upstream's IPv4 address while it has none";
}
