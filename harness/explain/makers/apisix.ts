import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';
import { nginxPage } from '../nginx-page.ts';

const POWERED = '<p><em>Powered by <a href="https://apisix\\.apache\\.org/">APISIX</a>\\.?</em></p>\\n?';
const BODY = nginxPage(`<hr><center>openresty</center>\\n${POWERED}`);

export default {
  name: 'apisix',
  title: 'Apache APISIX',
  source: 'https://github.com/api7/docs, error-page plug-in; the page is that of OpenResty with a line more',
  server: /^(?:APISIX|openresty)(?:\/|$)/i,
  traces: [['Server', /^APISIX(?:\/|$)/i]],
  pages: [
    {
      status: [502],
      body: BODY,
      causes: ['connection_refused', 'destination_unavailable', ...BROKEN_OFF, ...BAD_ANSWER, ...NO_TLS, ...NO_NAME],
    },
    { status: [504], body: BODY, causes: ['connection_timeout', ...TOO_SLOW] },
    { status: [503], body: BODY, causes: ['destination_unavailable', 'proxy_internal_response'] },
    { status: [500], body: BODY, causes: OF_ITS_OWN },
    { status: /^[45]/, body: BODY, causes: [] },
  ],
  lookAt: 'logs/error.log of APISIX, in a line with `failed to pick server` or `while connecting to upstream`',
} satisfies Maker;
