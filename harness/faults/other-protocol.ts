import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { sendAndClose } from '../core/send-and-close.ts';
import { sentOrRefused } from '../core/sent-or-refused.ts';

/** What servers of other protocols say to a client that speaks HTTP, banner and complaint, before they close. */
const SAYS = {
  ssh: 'SSH-2.0-OpenSSH_9.2\r\nInvalid SSH identification string.\r\n',
  smtp: '220 mail.test ESMTP\r\n421 4.7.0 mail.test You talk too soon\r\n',
  ftp: '220 FTP server ready.\r\n500 Unknown command.\r\n',
  redis: "-ERR wrong number of arguments for 'get' command\r\n",
} as const;

export default defineFault({
  name: 'other-protocol',
  ref: 'D07',
  summary: 'The request is answered with the banner and complaint of a server of another protocol, then FIN.',
  group: 'answer',
  params: z.strictObject({ protocol: z.enum(['ssh', 'smtp', 'ftp', 'redis']).default('ssh') }),
  examples: ['other-protocol', '{ fault: other-protocol, protocol: redis }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  effect: ({ protocol }) => sendAndClose(SAYS[protocol]),
  fired: sentOrRefused('close'),
});
