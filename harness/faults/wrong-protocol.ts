import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/** What a server says when it is connected to, and to a line that it does not understand. */
const DIALOGUES = {
  // RFC 4253 section 4.2; the second line is OpenSSH's.
  ssh: ['SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n', 'Invalid SSH identification string.\r\n'],
  // RFC 5321 sections 3.1 and 4.2.4.
  smtp: ['220 mail.example.test ESMTP\r\n', '500 5.5.2 Error: command not recognized\r\n'],
} as const;

export default defineFault({
  name: 'wrong-protocol',
  ref: 'A12',
  summary:
    'A server of another `protocol` (ssh or smtp) listens: its `banner`, its complaint once it is asked, then FIN.',
  group: 'connection',
  params: z.strictObject({
    protocol: z.enum(['ssh', 'smtp']).default('ssh'),
    // At once it races with the request; over a real network the request is on its way before any banner can be there.
    banner: z.enum(['at-once', 'when-spoken-to']).default('at-once'),
  }),
  examples: [
    'wrong-protocol',
    '{ fault: wrong-protocol, protocol: smtp }',
    '{ fault: wrong-protocol, banner: when-spoken-to }',
  ],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  effect: ({ protocol, banner }) => {
    const [greeting, complaint] = DIALOGUES[protocol];
    return everyConnection(
      ...(banner === 'at-once' ? [] : [{ do: 'read', what: 1 } as const]),
      { do: 'send', bytes: { text: greeting } },
      { do: 'read', what: 'head' },
      { do: 'send', bytes: { text: complaint } },
      { do: 'close' },
    );
  },
  fired: ({ observations }) =>
    endedIn('close')({ observations, probes: [] }) === null ||
    observations.some((event) => event.kind === 'sent' && /^(?:SSH-|220 )/.test(event.octets))
      ? null
      : 'no banner was sent',
});
