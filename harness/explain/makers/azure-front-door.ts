import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

export default {
  name: 'azure-front-door',
  title: 'Azure Front Door',
  source: 'https://learn.microsoft.com/azure/frontdoor/troubleshoot-issues',
  server: null,
  traces: [['X-Azure-Ref', /./]],
  pages: [
    {
      status: [502, 503, 504],
      body: /^<!DOCTYPE html[^>]{0,200}>[\s\S]{0,6000}?<h2>Our services aren['\u2019]t available right now<\/h2>\s*<p>We['\u2019]re working to restore all services as soon as possible\. Please check back soon\.<\/p>/i,
      causes: [...NOT_CONNECTED, ...BROKEN_OFF, ...BAD_ANSWER, ...NO_TLS, ...NO_NAME, ...TOO_SLOW],
    },
  ],
  lookAt: "Front Door's access log, in ErrorInfo of the line with this X-Azure-Ref (tracking reference)",
} satisfies Maker;
