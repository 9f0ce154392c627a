import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

/** Its pages are a line each in src/http.c. */
function body(title: string, sentence: string): RegExp {
  return new RegExp(`^<html><body><h1>${title}</h1>\\n${sentence}\\n</body></html>$`);
}

export default {
  name: 'haproxy',
  title: 'HAProxy',
  source: 'HAProxy src/http.c, http_err_msgs; recorded from 2.6.12',
  server: null,
  traces: [],
  pages: [
    {
      status: [503],
      body: body('503 Service Unavailable', 'No server is available to handle this request\\.'),
      causes: [
        ...NOT_CONNECTED,
        'destination_unavailable',
        'connection_limit_reached',
        'connection_terminated',
        ...NO_TLS,
        ...NO_NAME,
      ],
    },
    {
      status: [502],
      body: body('502 Bad Gateway', 'The server returned an invalid or incomplete response\\.'),
      causes: [...BROKEN_OFF, ...BAD_ANSWER, ...NO_TLS, 'http_response_timeout'],
    },
    { status: [504], body: body('504 Gateway Time-out', "The server didn't respond in time\\."), causes: TOO_SLOW },
    {
      status: [500],
      body: body('500 Internal Server Error', 'An internal server error occurred\\.'),
      causes: OF_ITS_OWN,
    },
    {
      status: /^4/,
      body: body(
        '4\\d\\d [A-Z][A-Za-z -]+',
        "(?:Your browser (?:sent an invalid request|didn't send a complete request in time|sent early data)|Request forbidden by administrative rules|You have sent too many requests in a given amount of time|The resource could not be found|The request entity exceeds the maximum allowed)\\.",
      ),
      causes: ['http_request_error', 'http_request_denied'],
    },
  ],
  lookAt:
    'the traffic log of HAProxy, in the termination state of the line (`SC`, `sC`, `SH`, `sH`, `PH`, `sQ`), which tells the cause',
} satisfies Maker;
