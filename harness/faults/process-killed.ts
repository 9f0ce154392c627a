import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { signalled } from '../core/fired.ts';

/** A kernel that closes a dead process's socket sends a FIN, or an RST where bytes lay unread (RFC 9293 section 3.6.1). */
const FIRST = {
  'request-read': { do: 'read', what: 'request' },
  'request-unread': { do: 'arrive-unread' },
} as const;

export default defineFault({
  name: 'process-killed',
  ref: 'H01',
  summary: "The upstream's process gets SIGKILL: at once, with the request read (FIN), or with it unread (RST).",
  group: 'process',
  params: z.strictObject({ when: z.enum(['at-once', 'request-read', 'request-unread']).prefault('request-read') }),
  examples: [
    'process-killed',
    '{ fault: process-killed, when: at-once }',
    '{ fault: process-killed, when: request-unread }',
  ],
  isolate: 'upstream',
  needs: ['processes'],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: ({ when }) => {
    if (when === 'at-once') return { place: 'process', signal: 'SIGKILL', when: 'at-once' };
    const script = {
      connections: [],
      rest: { steps: [FIRST[when], { do: 'await-controller', signal: 'SIGKILL' }] },
    } as const;
    return { place: 'process', signal: 'SIGKILL', when: 'on-request', script };
  },
  fired: signalled('SIGKILL', 'dead'),
});
