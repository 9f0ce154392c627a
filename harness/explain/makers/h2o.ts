import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, TOO_SLOW } from '../causes.ts';
import type { Maker, Page } from '../maker.ts';

/** The text alone is a few common words: Server or the reason phrase must go with it. */
const OWN = { status: [502, 504] as const, head: { Server: /^h2o(?:\/|$)/i } };

export default {
  name: 'h2o',
  title: 'H2O',
  source: 'H2O lib/core/proxy.c and lib/common/http1client.c; recorded from 2.2.5',
  server: /^h2o(?:\/|$)/i,
  traces: [['Server', /^h2o(?:\/|$)/i]],
  pages: [
    {
      ...OWN,
      body: /^(?:connection (?:failure|failed|refused)|failed to connect to host)$/i,
      causes: ['connection_refused', 'connection_timeout', 'destination_ip_unroutable', ...NO_TLS],
    },
    { ...OWN, body: /^connection timeout$/, causes: ['connection_timeout'] },
    { ...OWN, body: /^I\/O error \(.+\)$/, causes: BROKEN_OFF },
    { ...OWN, body: /^(?:I\/O|first byte) timeout$/, causes: TOO_SLOW },
    {
      ...OWN,
      body: /^(?:failed to parse the response|invalid response from upstream|invalid content-length)/,
      causes: BAD_ANSWER,
    },
    { ...OWN, body: /(?:getaddrinfo|name or service|name resolution|hostname)/i, causes: NO_NAME },
    { ...OWN, body: /^[^\n<]{3,120}$/, proof: 'shared', causes: [] },
  ] satisfies Page[],
  lookAt: 'the error log of H2O, in the line with `[lib/core/proxy.c] in request:`',
} satisfies Maker;
