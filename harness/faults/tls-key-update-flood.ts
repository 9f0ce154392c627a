import { z } from 'zod';
import { defineFault } from '../core/fault.ts';

const schema = z.strictObject({
  times: z.int().min(1).max(100_000).default(200),
  asks: z.boolean().default(false),
});

export default defineFault({
  name: 'tls-key-update-flood',
  ref: 'C26',
  summary: 'Before each answer come `times` KeyUpdates at once, of which no one is needed.',
  group: 'tls',
  params: schema,
  examples: ['tls-key-update-flood', '{ fault: tls-key-update-flood, times: 1000, asks: true }'],
  isolate: 'none',
  needs: [],
  // Whoever bears it may (RFC 8446 section 4.6.3 has no limit), and whoever takes it for an attack may end the connection.
  outcome: { error: 'tls_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: ({ times, asks }) => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [{ do: 'read', what: 'request' }, { do: 'key-update', times, asks }, { do: 'answer' }],
        loop: true,
      },
      tls: { versions: ['TLSv1.3', 'TLSv1.3'] },
    },
  }),
  fired: ({ observations }) => {
    const sent = observations.some(
      (event) => event.kind === 'step' && event.step === 'key-update' && event.note === 'sent',
    );
    return sent ? null : 'no KeyUpdate was sent';
  },
});
