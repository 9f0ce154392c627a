import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

/** With the host and the target of the request; versions below 4 write the host alone. */
const BODY = /^Error occurred while trying to proxy(?: to)?: [^\s<]{1,2000}$/;

export default {
  name: 'http-proxy-middleware',
  title: 'http-proxy-middleware (a Node.js development server, most often)',
  source: 'http-proxy-middleware src/plugins/default/error-response-plugin.ts; recorded from 4.2.1',
  server: null,
  traces: [],
  pages: [
    { status: [502], body: BODY, causes: [...BAD_ANSWER, 'tls_alert_received'] },
    { status: [504], body: BODY, causes: [...NOT_CONNECTED, ...BROKEN_OFF, ...NO_NAME, ...TOO_SLOW] },
    {
      status: [500],
      body: BODY,
      causes: [...BAD_ANSWER, ...NO_TLS, ...NO_NAME, 'destination_ip_unroutable', ...OF_ITS_OWN],
    },
  ],
  lookAt:
    'the output of the development server, in a line that begins with `[HPM] Error occurred while proxying request`',
} satisfies Maker;
