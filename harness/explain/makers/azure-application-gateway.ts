import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';
import { nginxPage } from '../nginx-page.ts';

const BODY = nginxPage('<hr><center>Microsoft-Azure-Application-Gateway/v2</center>\\n');

export default {
  name: 'azure-application-gateway',
  title: 'Azure Application Gateway',
  source: 'https://learn.microsoft.com/azure/application-gateway/application-gateway-troubleshooting-502',
  server: /^Microsoft-Azure-Application-Gateway\/v2$/,
  traces: [['Server', /^Microsoft-Azure-Application-Gateway/]],
  pages: [
    {
      status: [502],
      body: BODY,
      causes: [
        'destination_unavailable',
        ...NOT_CONNECTED,
        ...BROKEN_OFF,
        ...BAD_ANSWER,
        ...NO_TLS,
        ...NO_NAME,
        ...TOO_SLOW,
      ],
    },
    { status: [504], body: BODY, causes: ['connection_timeout', ...TOO_SLOW] },
    { status: /^[45]/, body: BODY, causes: [] },
  ],
  lookAt:
    'the backend health page of the gateway (its probes say why a backend is out), network rules and DNS, then its access log',
} satisfies Maker;
