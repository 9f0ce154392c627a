import { BAD_ANSWER, BROKEN_OFF, NO_TLS, NOT_CONNECTED, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

/** All on one line; the sentences are those of Apache httpd. */
function body(title: string, sentence: string): RegExp {
  const head = '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2\\.0//EN"><html><head>';
  return new RegExp(
    `^${head}<title>\\d{3} (${title})</title></head><body><h1>\\1</h1><p>${sentence}</p></body></html>$`,
  );
}

const HEAD = { Server: null, Expires: /^now$/ } as const;

export default {
  name: 'pound',
  title: 'Pound',
  source: 'https://github.com/graygnuorg/pound, src/http.c: default_error_page; pound(8), Err503, for older versions',
  server: null,
  traces: [],
  pages: [
    {
      status: [503],
      body: body(
        'Service Unavailable',
        'The server is temporarily unable to service your request due to maintenance downtime or capacity problems\\. Please try again later\\.',
      ),
      // Seen on 4.23: whatever goes wrong with a backend before its head is read.
      causes: [...NOT_CONNECTED, 'destination_unavailable', ...NO_TLS, ...BROKEN_OFF, ...TOO_SLOW, ...BAD_ANSWER],
    },
    {
      status: [500],
      body: body(
        'Internal Server Error',
        'The server encountered an internal error and was unable to complete your request\\.',
      ),
      causes: [...BROKEN_OFF, ...BAD_ANSWER, ...TOO_SLOW, ...OF_ITS_OWN],
    },
    { status: /^[45]/, body: body('[A-Z][A-Za-z ]+', '[^<]{10,400}'), causes: [] },
    // Below version 4 the sentence alone.
    {
      status: [503],
      body: /^The service is not available\. Please try again later\.$/,
      head: HEAD,
      proof: 'shared',
      causes: [...NOT_CONNECTED, 'destination_unavailable'],
    },
    {
      status: [500],
      body: /^An internal server error occurred\. Please try again later\.$/,
      head: HEAD,
      proof: 'shared',
      causes: [...BROKEN_OFF, ...BAD_ANSWER, ...TOO_SLOW, ...OF_ITS_OWN],
    },
  ],
  lookAt: 'the log of Pound (syslog), in a line that begins with `e503`, `e500` or names the backend',
} satisfies Maker;
