import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

export default {
  name: 'http-proxy',
  title: 'a Node.js program on http-proxy, with the error handler of its README',
  source: 'https://github.com/http-party/node-http-proxy#readme, listening for proxy events; recorded from 1.18.1',
  server: null,
  traces: [],
  pages: [
    {
      status: [500],
      body: /^Something went wrong\. And we are reporting a custom error message\.$/,
      proof: 'shared',
      causes: [...NOT_CONNECTED, ...BROKEN_OFF, ...BAD_ANSWER, ...NO_TLS, ...NO_NAME, ...TOO_SLOW],
    },
  ],
  lookAt:
    "the program's own output: the handler of its `error` event has the cause (`ECONNREFUSED`, `ECONNRESET`, `HPE_…`)",
} satisfies Maker;
